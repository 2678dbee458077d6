import type { Hono } from "hono";
import { type Alarm, type Clock, createClock } from "./clock";
import { createPost, type Post } from "./delivery";
import type { DeliveryRules } from "./delivery/types";
import { createFaults } from "./faults";
import type { Front } from "./front";
import { type Bindings, listen } from "./http";
import { createIdempotency } from "./idempotency";
import { createJournal } from "./journal";
import { openMemory } from "./memory";

export type EmulatorOptions = {
  /** The directory of its database, or `:memory:`. */
  data: string;
  host?: string;
  /** 0 picks a free port. */
  port?: number;
  /** Where browsers reach it, without a trailing slash; defaults to the address it listens on. */
  publicUrl?: string | undefined;
  /** Webhook targets. Defaults to those of the last run. */
  webhookUrls?: readonly string[];
  /** The machine's clock, in milliseconds; tests can pass one that stands still. */
  machine?: () => number;
};

/** An emulator that listens. */
export type Emulator = {
  url: string;
  close(): Promise<void>;
};

/** What differs between gateways before there is any payment. */
type Gateway = {
  /** The name of its database file. */
  file: string;
  idempotencyKeyKeptMs: number;
  deliveryRules: DeliveryRules;
};

/** What every emulated gateway has; each adds what it remembers. */
export type Parts = {
  front: Front;
  clock: Clock;
  post: Post;
  /** Where it listens; empty until it does. */
  address: { url: string };
  /** The address it answers at, for links. */
  origin(): string;
  /** Where browsers reach it, if that differs from where it listens. */
  publicUrl: string | undefined;
};

export function openParts({ data, machine, publicUrl }: EmulatorOptions, gateway: Gateway): Parts {
  const memory = openMemory(data, gateway.file);
  const clock = createClock(memory, machine);
  const address = { url: "" };
  return {
    front: {
      memory,
      journal: createJournal(memory, clock),
      idempotency: createIdempotency(memory, clock, gateway.idempotencyKeyKeptMs),
      faults: createFaults(),
    },
    clock,
    post: createPost(memory, clock, gateway.deliveryRules),
    address,
    origin: () => publicUrl ?? address.url,
    publicUrl,
  };
}

/** Listens, and starts what happens by itself: deliveries, and the gateway's own alarm. */
export async function serve(
  { front, post, address }: Parts,
  alarm: Alarm,
  app: Hono<Bindings>,
  { host = "127.0.0.1", port = 0, webhookUrls = [] }: EmulatorOptions,
): Promise<Emulator> {
  const listening = await listen(app, host, port).catch((error: unknown) => {
    front.memory.close();
    throw error;
  });
  address.url = `http://${host === "0.0.0.0" ? "localhost" : host}:${listening.port}`;
  if (webhookUrls.length > 0) post.aim([...webhookUrls]);
  post.start();
  alarm.check();

  return {
    url: address.url,
    async close() {
      alarm.stop();
      post.stop();
      front.faults.abandon();
      await listening.close();
      front.memory.close();
    },
  };
}
