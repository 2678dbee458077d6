import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { Failure } from "./say.mjs";

const running = new Set();

// Whatever ends us, nothing we started stays behind.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Runs a Node program until it exits. Returns its output; if it fails, throws a Failure that shows it. */
export const runNode = (args, options) => run(process.execPath, args, options);

/** Runs npm, using the npm that started us if there is one, so that its command need not be guessed. */
export const runNpm = (args, options) =>
  process.env.npm_execpath
    ? runNode([process.env.npm_execpath, ...args], options)
    : run("npm", args, options);

/** Runs a command until it exits. Returns its output; if it fails, throws a Failure that shows it. */
export async function run(command, args, options) {
  const child = start(command, args, options);
  const code = await unlessInterrupted(child.ended);
  if (code !== 0)
    throw new Failure(`${basename(command)} ${args.join(" ")} ended with ${code}\n${child.output()}`);
  return child.output();
}

/** Runs a Node program with its output shown, and returns its exit code. */
export const showNode = (args, options) =>
  unlessInterrupted(
    start(process.execPath, args, { ...options, stdio: ["ignore", "inherit", "inherit"] }).ended,
  );

/**
 * Starts a process that lives until it ends or `stopAll` is called. Its last output can be read at any time; `onOutput`
 * receives it as it comes. With `tied`, the process has a channel that closes when this process ends, however it ends.
 * Through it, `tell` sends a message, and `ask` also resolves with the next one that comes back; if the process ends
 * instead, `ask` throws a Failure that shows its output.
 */
export function start(command, args, { onOutput, env, tied, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe", ...(tied ? ["ipc"] : [])],
    // A separate process group, so that Ctrl-C reaches only us and we end everything in order.
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
    ask: (message) => answerOf(child, message, handle),
    tell: (message) => child.send(message),
    kill: (signal) => killGroup(child, signal),
    end: (signal, patience_ms) => endAll([handle], signal, patience_ms),
  };
  running.add(handle);
  return handle;
}

async function answerOf(child, message, { ended, output }) {
  const answer = once(child, "message");
  child.send(message);
  const first = await Promise.race([answer, unlessInterrupted(ended)]);
  if (Array.isArray(first)) return first[0];
  throw new Failure(output() || `${basename(child.spawnargs[1])} ended with ${first}`);
}

function killGroup(child, signal) {
  // Windows has neither groups nor signals: there `kill` ends the child, and its channel ends what the child started.
  if (process.platform === "win32") return child.kill(signal);
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Sends `signal` to everything we started, and SIGKILL after `patience_ms` milliseconds. */
export const stopAll = (signal = "SIGTERM", patience_ms = 5000) => endAll([...running], signal, patience_ms);

async function endAll(all, signal, patience_ms) {
  for (const child of all) child.kill(signal);
  const insist = setTimeout(() => {
    for (const child of all) child.kill("SIGKILL");
  }, patience_ms);
  await Promise.all(all.map((child) => child.ended));
  clearTimeout(insist);
}

let interrupted = 0;

/**
 * Calls `stop` once, with the signal, on Ctrl-C, on SIGTERM, or when the npm that started us is gone, and then exits
 * with `code`. A second signal ends us and everything we started at once. Signals within one second count as one, since
 * a terminal and npm both pass Ctrl-C on.
 */
export function onInterrupt(code, stop) {
  const interrupt = async (signal) => {
    if (interrupted) {
      if (performance.now() - interrupted > 1000) process.exit(130);
      return;
    }
    interrupted = performance.now();
    await stop(signal);
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => interrupt(signal));
  if (process.env.npm_lifecycle_event) onParentsEnd(() => interrupted || interrupt("SIGTERM"));
}

/**
 * When npm is asked to end, it leaves what it started behind. A shop started by something else, such as a shell with
 * nohup, outlives its parent on purpose.
 */
function onParentsEnd(then) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(watch);
    // The reader of our output may be gone as well.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    then();
  }, 500);
  watch.unref();
}

/** Whether a process with this id is running. */
export function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** After an interrupt, this never resolves, so that nothing new starts while everything is being stopped. */
async function unlessInterrupted(ended) {
  const code = await ended;
  return interrupted ? new Promise(() => {}) : code;
}
