import { Hono } from "hono";
import { createAlarm, createClock } from "../kit/clock";
import { createPost } from "../kit/delivery";
import type { Door } from "../kit/door";
import { createFaults } from "../kit/faults";
import { type Bindings, listen } from "../kit/http";
import { createIdempotency } from "../kit/idempotency";
import { createJournal } from "../kit/journal";
import { openMemory } from "../kit/memory";
import { ledTo } from "../kit/public";
import { printRefusal } from "./answer";
import { apiRoutes } from "./api";
import { browserRoutes } from "./browser-routes";
import { tossControlRoutes } from "./control";
import { deliveryRules } from "./news";
import type { Payment } from "./payment";
import { idempotencyKeyKeptMs } from "./rules";
import type { Toss } from "./toss";
import type { Transaction } from "./transaction";
import { expireDue } from "./verbs/expire";
import { windowRoutes } from "./window/routes";

export type TossEmulatorOptions = {
  /** A directory for `toss.db`, or `:memory:`. */
  data: string;
  host?: string;
  /** 0 picks a free port. */
  port?: number;
  /** Where browsers reach it, without a trailing slash; defaults to the address it listens on. */
  publicUrl?: string | undefined;
  /** Webhook targets. Defaults to those of the last run. */
  webhookUrls?: readonly string[];
};

export type TossEmulator = {
  url: string;
  close(): Promise<void>;
};

export async function startTossEmulator(options: TossEmulatorOptions): Promise<TossEmulator> {
  const { data, host = "127.0.0.1", port = 0, webhookUrls = [], publicUrl } = options;
  const memory = openMemory(data, "toss.db");
  const clock = createClock(memory);
  const door: Door = {
    memory,
    journal: createJournal(memory, clock),
    idempotency: createIdempotency(memory, clock, idempotencyKeyKeptMs),
    faults: createFaults(),
  };
  const post = createPost(memory, clock, deliveryRules);
  const payments = memory.collection<Payment>("payments", ["orderId", "expiresAt", "phone"]);
  const transactions = memory.collection<Transaction>("transactions", ["at"]);
  const sessions = createAlarm(
    clock,
    () => payments.nextDue("expiresAt"),
    () => expireDue(toss),
  );
  let url = "";
  const toss: Toss = {
    door,
    clock,
    payments,
    transactions,
    post,
    sessions,
    origin: () => publicUrl ?? url,
    publicUrl,
  };

  const listening = await listen(tossApp(toss), host, port).catch((error: unknown) => {
    memory.close();
    throw error;
  });
  url = `http://${host === "0.0.0.0" ? "localhost" : host}:${listening.port}`;
  if (webhookUrls.length > 0) post.aim([...webhookUrls]);
  post.start();
  sessions.check();

  return {
    url,
    async close() {
      sessions.stop();
      post.stop();
      door.faults.abandon();
      await listening.close();
      memory.close();
    },
  };
}

function tossApp(toss: Toss): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(ledTo(toss.publicUrl));
  app.route("/", browserRoutes(toss));
  app.route("/", windowRoutes(toss));
  app.route("/v1", apiRoutes(toss));
  app.route("/_control", tossControlRoutes(toss));
  app.notFound((c) => printRefusal(c, "NOT_FOUND"));
  app.onError((error, c) => {
    console.error(error);
    return printRefusal(c, "FAILED_INTERNAL_SYSTEM_PROCESSING");
  });
  return app;
}
