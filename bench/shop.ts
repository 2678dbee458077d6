import { type Env, freePort, startService } from "../e2e/kit/processes";
import { demo } from "../scripts/kit/test-databases";

export type Shop = { url: string; stop(): Promise<void> };

/** The production server, alone on its processor where there is a way to pin it. */
export async function startShop(databaseUrl: string, more: Env = {}): Promise<Shop> {
  const port = String(await freePort());
  const url = `http://localhost:${port}`;
  const core = process.env.BENCH_SHOP_CORE;
  const service = await startService(
    [
      "node_modules/next/dist/bin/next",
      "start",
      "--keepAliveTimeout",
      "600000",
      "-H",
      "127.0.0.1",
      "-p",
      port,
    ],
    {
      ...demo,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
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
  return { url, stop: () => service.kill() };
}

/** The gateway, in a process of its own, which takes so long for each answer. */
export async function startGateway(delay_ms: number): Promise<Shop> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { BENCH_GATEWAY_PORT: port, BENCH_GATEWAY_DELAY_MS: String(delay_ms) };
  const service = await startService(["--import", "tsx", "bench/gateway.ts"], env, `${url}/health`);
  return { url, stop: () => service.kill() };
}
