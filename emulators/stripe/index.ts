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
import { apiRoutes } from "./api";
import { printRefusal } from "./api/answer";
import { browserRoutes } from "./browser-routes";
import { stripeControlRoutes } from "./control";
import type { BalanceTransaction } from "./entities/balance-transaction";
import type { Charge } from "./entities/charge";
import type { Dispute } from "./entities/dispute";
import type { Endpoint } from "./entities/endpoint";
import type { Event } from "./entities/event";
import type { Intent } from "./entities/intent";
import type { PaymentMethod } from "./entities/payment-method";
import type { Refund } from "./entities/refund";
import type { Session } from "./entities/session";
import { unrecognizedUrl } from "./errors";
import { errorNamed } from "./errors/catalog";
import { createOutbox } from "./news/outbox";
import { deliveryRules } from "./news/rules";
import { asRecorded } from "./news/sending-order";
import { panelRoutes } from "./panel/routes";
import { idempotencyKeyKeptMs } from "./rules";
import type { Stripe } from "./stripe";
import { act } from "./verbs/act";
import { nextDue } from "./verbs/due";
import { receiptRoutes } from "./window/receipt";
import { windowRoutes } from "./window/routes";

export type StripeEmulatorOptions = {
  /** A directory for `stripe.db`, or `:memory:`. */
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

export type StripeEmulator = {
  url: string;
  close(): Promise<void>;
};

export async function startStripeEmulator(options: StripeEmulatorOptions): Promise<StripeEmulator> {
  const { data, host = "127.0.0.1", port = 0, webhookUrls = [], publicUrl, machine } = options;
  const memory = openMemory(data, "stripe.db");
  const clock = createClock(memory, machine);
  const door: Door = {
    memory,
    journal: createJournal(memory, clock),
    idempotency: createIdempotency(memory, clock, idempotencyKeyKeptMs),
    faults: createFaults(),
  };
  let url = "";
  const stripe: Stripe = {
    door,
    clock,
    post: createPost(memory, clock, deliveryRules),
    sessions: memory.collection<Session>("sessions", ["orderId", "dueAt", "intent"]),
    intents: memory.collection<Intent>("intents", ["orderId", "dueAt"]),
    charges: memory.collection<Charge>("charges", ["orderId", "dueAt", "intent"]),
    refunds: memory.collection<Refund>("refunds", ["orderId", "dueAt", "charge", "intent"]),
    disputes: memory.collection<Dispute>("disputes", ["orderId", "dueAt", "charge", "intent"]),
    paymentMethods: memory.collection<PaymentMethod>("payment_methods", []),
    balanceTransactions: memory.collection<BalanceTransaction>("balance_transactions", ["source", "type"]),
    events: memory.collection<Event>("events", ["type"]),
    endpoints: memory.collection<Endpoint>("endpoints", []),
    outbox: createOutbox(),
    sendingOrder: memory.setting("webhooks.order", asRecorded),
    due: createAlarm(
      clock,
      () => nextDue(stripe),
      () => act(stripe, () => {}),
    ),
    origin: () => publicUrl ?? url,
    publicUrl,
  };

  const listening = await listen(stripeApp(stripe), host, port).catch((error: unknown) => {
    memory.close();
    throw error;
  });
  url = `http://${host === "0.0.0.0" ? "localhost" : host}:${listening.port}`;
  if (webhookUrls.length > 0) stripe.post.aim([...webhookUrls]);
  stripe.post.start();
  stripe.due.check();

  return {
    url,
    async close() {
      stripe.due.stop();
      stripe.post.stop();
      door.faults.abandon();
      await listening.close();
      memory.close();
    },
  };
}

function stripeApp(stripe: Stripe): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(ledTo(stripe.publicUrl));
  app.route("/", browserRoutes());
  app.route("/", windowRoutes(stripe));
  app.route("/", receiptRoutes(stripe));
  app.route("/", panelRoutes(stripe));
  app.route("/v1", apiRoutes(stripe));
  app.route("/_control", stripeControlRoutes(stripe));
  app.notFound((c) => printRefusal(unrecognizedUrl(c.req.method, c.req.path)));
  app.onError((error) => {
    console.error(error);
    return printRefusal(errorNamed("api_error"));
  });
  return app;
}
