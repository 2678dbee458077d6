import { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Hono } from "hono";
import { seconds } from "./time";

export type Bindings = { Bindings: HttpBindings };

export type Listening = {
  port: number;
  close(): Promise<void>;
};

/** As long as public gateways keep a connection open; Node's default of 5 s breaks requests on a busy machine. */
const keepAliveMs = seconds(75);

export async function listen(app: Hono<Bindings>, host: string, port: number): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch });
  if (server instanceof Server) server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

/** The client's connection: `cut` drops it, and `gone` resolves when it closes. */
export type Wire = {
  cut(): Response;
  gone(): Promise<void>;
};

export function wireOf(context: Context<Bindings>): Wire {
  const { incoming, outgoing } = context.env;
  return {
    cut() {
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    },
    gone: () => new Promise((resolve) => outgoing.once("close", () => resolve())),
  };
}

const bodyBytesMax = 1_000_000;

/** The raw body; `undefined` if it is too large. */
export async function readText(context: Context<Bindings>): Promise<string | undefined> {
  const length = Number(context.req.header("content-length") ?? 0);
  if (length > bodyBytesMax) return undefined;
  const text = await context.req.text();
  return Buffer.byteLength(text) > bodyBytesMax ? undefined : text;
}

/** The body parsed as JSON; `undefined` if it is missing, too large or not JSON. */
export async function readJson(context: Context<Bindings>): Promise<unknown> {
  const text = (await readText(context)) ?? "";
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
