import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { patient } from "@/testing/load";

export type Service = {
  /** Kills it with its whole group and waits until it is gone. Returns its exit code, or the signal that killed it. */
  kill(signal?: NodeJS.Signals): Promise<number | string | null>;
  /** Its output. */
  log(): string;
  pid: number | undefined;
};

/** Starts a Node program and waits until `healthUrl` answers with success. `before` is a command prefix. */
export async function startService(
  args: string[],
  env: Env,
  healthUrl: string,
  before: string[] = [],
): Promise<Service> {
  const [command = process.execPath, ...rest] = [...before, process.execPath, ...args];
  const child = spawn(command, rest, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A separate process group, so that a kill reaches whatever the program has started.
    detached: true,
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  );
  alive.add(child);
  ended.then(() => alive.delete(child));

  const service: Service = {
    async kill(signal = "SIGKILL") {
      killGroup(child, signal);
      return ended;
    },
    log: () => log,
    pid: child.pid,
  };
  const deadline = Date.now() + patient(60_000);
  while (!(await answers(healthUrl))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await service.kill();
      throw new Error(`${args.join(" ")} does not answer at ${healthUrl}\n${log.slice(0, 4_000)}`);
    }
    await pause(50);
  }
  return service;
}

export type Env = Record<string, string>;

/** An aborted test run leaves nothing running. */
const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) killGroup(child, "SIGKILL");
});

function killGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(10_000) })
    .then((response) => response.ok)
    .catch(() => false);
