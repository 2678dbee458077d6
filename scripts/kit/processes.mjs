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
 * `onOutput` sees it as it comes. With `tied` it is told by a closing channel when this process ends, however that ends.
 */
export function start(command, args, { onOutput, env, tied, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe", ...(tied ? ["ipc"] : [])],
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
    kill: (signal) => killGroup(child, signal),
    end: (signal, patience_ms) => endAll([handle], signal, patience_ms),
  };
  running.add(handle);
  return handle;
}

function killGroup(child, signal) {
  // Windows knows neither groups nor signals: there a child ends by the one, and what it started by its channel.
  if (process.platform === "win32") return child.kill(signal);
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Asks everything that was started to end, and after a while makes it. */
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
 * Calls `stop` once, with the signal, on Ctrl-C, when asked to end, or when the npm that started us is gone, and then leaves
 * with the code it is given. A second signal ends us and all we started at once; one within a second is the same, since a
 * terminal and npm both pass Ctrl-C on.
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
 * npm ends when it is asked to, and leaves what it started behind. Whoever is started by something else, such as a shell with
 * nohup, outlives that on purpose.
 */
function onParentsEnd(then) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(watch);
    // Whoever read what we write may be gone as well.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    then();
  }, 500);
  watch.unref();
}

/** True while a process of this id runs. */
export function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Once interrupted, whoever waits for a command waits for ever: nothing new begins while all is being stopped. */
async function unlessInterrupted(ended) {
  const code = await ended;
  return interrupted ? new Promise(() => {}) : code;
}
