import { readFileSync } from "node:fs";
import { connect as connectPlainly, type Socket } from "node:net";
import { connect } from "node:tls";
import { seconds, sleep } from "../clock";
import { log, logTo } from "../log";

/** How much is buffered while the collector is away, in characters; anything beyond that is dropped and counted. */
const roomFor = 4 * 1024 * 1024;
const patienceMs = seconds(30);
const batchOf = 200;

/**
 * Also sends every log line to a collector, as one JSON object per line, until `stop` is called. `sent` resolves when
 * the buffer is empty, which is never while the collector is away. `url` is `tls://HOST:PORT`, with file paths as `ca`,
 * `cert` and `key` in its query if the collector needs them, or `tcp://` to this machine. Nothing waits for the
 * collector: while it is away, lines are buffered up to a limit, then dropped, and the log says how many. A batch that
 * was being sent when the connection broke is sent again, so lines may arrive twice; lines the network had already
 * accepted may be lost. Throws if a file named by `url` cannot be read.
 */
export function forwardLog(url: string, room = roomFor): { stop(): void; sent(): Promise<void> } {
  const stopped = new AbortController();
  const buffer = newBuffer(room);
  const line = newLine(url, buffer, stopped.signal);
  logTo((text) => {
    if (buffer.take(text)) line.send();
  });
  return {
    async sent() {
      while (buffer.size() > 0) await sleep(20, stopped.signal);
    },
    stop() {
      logTo(undefined);
      stopped.abort();
      line.close();
    },
  };
}

type Buffered = ReturnType<typeof newBuffer>;

/** The lines that were not sent yet, of at most `room` characters. */
function newBuffer(room: number) {
  const waiting: string[] = [];
  let [size, dropped] = [0, 0];
  return {
    size: () => waiting.length,
    next: () => waiting.slice(0, batchOf),
    /** Returns false if there is no room, and the line is dropped. */
    take(text: string): boolean {
      if (size + text.length > room) {
        dropped += 1;
        // Logged once; the number of dropped lines is logged when the collector is back.
        if (dropped === 1) log.warn("the log's collector is away: lines are not forwarded any more");
        return false;
      }
      waiting.push(text);
      size += text.length;
      return true;
    },
    /** Removes the oldest lines once they were sent. */
    forget(count: number) {
      for (const text of waiting.splice(0, count)) size -= text.length;
      if (waiting.length === 0) tellDropped();
    },
  };

  /** Called once there is room again; before, this line itself would be dropped. */
  function tellDropped() {
    const lost = dropped;
    dropped = 0;
    if (lost > 0) log.warn({ dropped: lost }, "the log's collector is back; lines were not forwarded");
  }
}

/** A connection to the collector that is opened when there is something to send, and again after it broke. */
function newLine(url: string, buffer: Buffered, stopped: AbortSignal) {
  const collector = new URL(url);
  const identity = identityOf(collector);
  let socket: Socket | undefined;
  let [ready, sending, retrying] = [false, false, false];
  let tries = 0;

  const open = () => {
    if (socket || retrying || stopped.aborted) return;
    const opened = dial(collector, identity, () => {
      ready = true;
      tries = 0;
      send();
    });
    socket = opened;
    opened.unref();
    // The timeout handles silence, and the close event that follows handles errors.
    opened.on("error", () => {});
    opened.setTimeout(patienceMs, () => {
      if (sending || !ready) opened.destroy();
    });
    opened.resume();
    opened.once("close", () => {
      socket = undefined;
      ready = false;
      sending = false;
      void retry();
    });
  };

  const retry = async () => {
    retrying = true;
    await sleep(Math.min(seconds(60), seconds(1) * 2 ** tries), stopped);
    retrying = false;
    tries = Math.min(tries + 1, 6);
    if (buffer.size() > 0) open();
  };

  const send = () => {
    if (!socket) return open();
    if (!ready || sending || buffer.size() === 0) return;
    sending = true;
    const of = socket;
    const batch = buffer.next();
    of.write(batch.join(""), (error) => {
      if (error || of !== socket) return;
      sending = false;
      buffer.forget(batch.length);
      send();
    });
  };

  return { send, close: () => socket?.destroy() };
}

/** Certificates are always verified. Without TLS, only this machine is allowed, as the settings check ensures. */
function dial({ protocol, hostname, port }: URL, identity: Identity, onReady: () => void): Socket {
  const address = { host: hostname.replace(/^\[(.+)\]$/, "$1"), port: Number(port) };
  return protocol === "tcp:"
    ? connectPlainly(address, onReady)
    : connect({ ...address, ...identity, minVersion: "TLSv1.2" }, onReady);
}

type Identity = { ca?: Buffer; cert?: Buffer; key?: Buffer };

function identityOf({ searchParams }: URL): Identity {
  const read = (name: keyof Identity) => {
    const path = searchParams.get(name);
    if (!path) return {};
    try {
      return { [name]: readFileSync(path) };
    } catch {
      throw new Error(`LOG_FORWARD_URL names a file as ${name} that cannot be read.`);
    }
  };
  return { ...read("ca"), ...read("cert"), ...read("key") };
}
