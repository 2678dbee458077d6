import { existsSync, readFileSync } from "node:fs";
import { currentBuild } from "../e2e/kit/build";
import { ownPort } from "../e2e/kit/ports";
import { type Env, type Service, startService } from "../e2e/kit/processes";
import { demo } from "../scripts/kit/test-databases";

export type Served = {
  url: string;
  stop(): Promise<void>;
  /** How long it has kept a processor busy, in milliseconds; undefined where the system does not say. */
  busy_ms(): number | undefined;
};

/** The production server, alone on its processor where there is a way to pin it. */
export async function startShop(databaseUrl: string, more: Env = {}): Promise<Served> {
  const port = String(await ownPort());
  const url = `http://localhost:${port}`;
  const core = process.env.BENCH_SHOP_CORE;
  const service = await startService(
    [`${currentBuild()}/server.js`],
    {
      ...demo,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      HOSTNAME: "127.0.0.1",
      KEEP_ALIVE_TIMEOUT: "600000",
      PORT: port,
      APP_URL: url,
      DATABASE_URL: databaseUrl,
      // Every customer has an address; callers are counted as in a shop, and none has asked too often.
      TRUSTED_PROXIES: "1",
      RATE_LIMIT_FACTOR: "1000",
      ...more,
    },
    `${url}/readyz`,
    core ? ["taskset", "-c", core] : [],
  );
  return served(url, service);
}

/** The gateway, in a process of its own, which takes so long for each answer. */
export async function startGateway(delay_ms: number): Promise<Served> {
  const port = String(await ownPort());
  const url = `http://127.0.0.1:${port}`;
  const env = { BENCH_GATEWAY_PORT: port, BENCH_GATEWAY_DELAY_MS: String(delay_ms) };
  const service = await startService(["--import", "tsx", "bench/gateway.ts"], env, `${url}/health`);
  return served(url, service);
}

const served = (url: string, service: Service): Served => ({
  url,
  stop: async () => {
    await service.kill();
  },
  busy_ms: () => busy_ms(service.pid),
});

/** By the system's own books, in hundredths of a second: what it did for itself, and what was done for it. */
function busy_ms(pid: number | undefined) {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return undefined;
  const fields = readFileSync(path, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
