import { createServer } from "node:net";

/**
 * Below the system's ephemeral ports (from 32768 on Linux, from 49152 elsewhere), so that a killed shop finds its port
 * free when it is restarted. Each worker has a thousand to itself.
 */
const first = 20_000 + 1_000 * (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 12);
let given = 0;

/** A port nothing listens on, and that this process has not handed out before. */
export async function ownPort(): Promise<number> {
  for (;;) {
    const port = first + (given++ % 1_000);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
