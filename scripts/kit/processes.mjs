import { spawn } from "node:child_process";
import { basename } from "node:path";
import { Failure } from "./say.mjs";

const running = new Set();

// Whatever ends us, nothing we started stays behind.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs a Node program to its end. Its output is returned, or shown in the Failure when it ends badly. */
export const runNode = (args, options) => run(process.execPath, args, options);

/** Runs npm, also where npm itself started us, without guessing what its command is called here. */
export const runNpm = (args, options) =>
  process.env.npm_execpath
    ? runNode([process.env.npm_execpath, ...args], options)
    : run("npm", args, options);

/** Runs a command to its end. Its output is returned, or shown in the Failure when it ends badly. */
export async function run(command, args, options) {
  const child = start(command, args, options);
  const code = await unlessInterrupted(child.ended);
  if (code !== 0)
    throw new Failure(`${basename(command)} ${args.join(" ")} ended with ${code}\n${child.output()}`);
  return child.output();
}

/** Runs a Node program in full view and answers with its exit code. */
export const showNode = (args, options) =>
  unlessInterrupted(
    start(process.execPath, args, { ...options, stdio: ["ignore", "inherit", "inherit"] }).ended,
  );

/**
 * Starts a process that lives until it ends or `stopAll` is called. Its last output can be read at any time;
 * `onOutput` sees it as it comes.
 */
export function start(command, args, { onOutput, env, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that Ctrl-C reaches us alone and we end everything in order.
    detached: true,
    ...options,
    env: { ...process.env, ...env },
  });
  let kept = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      kept = (kept + text).slice(-64_000);
      onOutput?.(text);
    });
  const ended = new Promise((resolve) => {
    child.once("error", (error) => {
      kept += error.message;
      resolve(127);
    });
    child.once("close", (code, signal) => resolve(code ?? signal));
  }).finally(() => running.delete(handle));
  const handle = {
    pid: child.pid,
    ended,
    output: () => kept,
    kill: (signal) => killGroup(child.pid, signal),
  };
  running.add(handle);
  return handle;
}

function killGroup(pid, signal) {
  try {
    if (pid) process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Asks everything that was started to end, and after a while makes it. */
export async function stopAll(signal = "SIGTERM", patience_ms = 5000) {
  const all = [...running];
  for (const child of all) child.kill(signal);
  const insist = setTimeout(() => {
    for (const child of all) child.kill("SIGKILL");
  }, patience_ms);
  await Promise.all(all.map((child) => child.ended));
  clearTimeout(insist);
}

let interrupted = false;

/** Calls `stop` once, on Ctrl-C or when asked to end, and then leaves with the code it is given. */
export function onInterrupt(code, stop) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, async () => {
      if (interrupted) return;
      interrupted = true;
      await stop();
      process.exit(code);
    });
}

/** Once interrupted, whoever waits for a command waits for ever: nothing new begins while all is being stopped. */
async function unlessInterrupted(ended) {
  const code = await ended;
  return interrupted ? new Promise(() => {}) : code;
}
