import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { currentBuild } from "../e2e/kit/build";
import { ownPort } from "../e2e/kit/ports";
import { type Env, type Service, startService } from "../e2e/kit/processes";
import { demo } from "../scripts/kit/test-databases";

export type Served = {
  url: string;
  stop(): Promise<void>;
  /** Its processor time so far, in milliseconds; undefined if the system does not report it. */
  busy_ms(): number | undefined;
};

/** The production server, alone on its processor if it can be pinned. */
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
      // Every shopper has an address. Requests are counted as in a real shop, but the limits are too high to be
      // reached.
      TRUSTED_PROXIES: "1",
      RATE_LIMIT_FACTOR: "1000",
      API_KEY_LIMIT_FACTOR: "100",
      ...more,
    },
    `${url}/readyz`,
    core ? ["taskset", "-c", core] : [],
  );
  return served(url, service);
}

/** The app in bench/plain, on the shop's processor: they are measured in turns. */
export async function startPlain(gatewayUrl: string, more: Env = {}): Promise<Served> {
  const port = String(await ownPort());
  const url = `http://127.0.0.1:${port}`;
  const core = process.env.BENCH_SHOP_CORE;
  const folder = mkdtempSync(join(tmpdir(), "twotrack-plain-"));
  const service = await startService(
    ["node_modules/next/dist/bin/next", "start", "bench/plain", "-p", port, "-H", "127.0.0.1"],
    { NODE_ENV: "production", PLAIN_DATABASE: join(folder, "plain.db"), PLAIN_GATEWAY: gatewayUrl, ...more },
    `${url}/bare`,
    core ? ["taskset", "-c", core] : [],
  );
  const { stop, ...rest } = served(url, service);
  return {
    ...rest,
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The gateway in a separate process, with this delay per answer, in milliseconds. */
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

/** User plus system time from /proc, which counts hundredths of a second. */
function busy_ms(pid: number | undefined) {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return undefined;
  const fields = readFileSync(path, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
