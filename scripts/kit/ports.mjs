import { createServer } from "node:net";
import { Failure } from "./say.mjs";

/** A port that nothing listens on right now. */
export async function freePort() {
  const { port } = await listenOnce(0, "127.0.0.1");
  return port;
}

/** Throws a Failure in plain words if the shop cannot listen there. */
export async function ensureFree(port, host) {
  try {
    await listenOnce(port, host);
  } catch (error) {
    throw new Failure(reasons[error.code]?.(port, host) ?? error.message);
  }
}

const reasons = {
  EADDRINUSE: (port) =>
    `Port ${port} is in use. Stop the program that listens there, or choose another: PORT=${port + 1} npm start`,
  EACCES: (port) =>
    `Port ${port} needs more rights than you have. Choose one above 1023: PORT=3000 npm start`,
  EADDRNOTAVAIL: (_, host) => `HOST=${host} is not an address of this machine.`,
  ENOTFOUND: (_, host) => `HOST=${host} is not an address of this machine.`,
};

/** The URL at which this machine reaches a server that listens on `host`. */
export function localUrl(host, port) {
  const name = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host] ?? (host.includes(":") ? `[${host}]` : host);
  return `http://${name}:${port}`;
}

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(address));
    });
  });
}
