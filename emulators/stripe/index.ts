import { Hono } from "hono";
import { createAlarm, rewindable } from "../kit/clock";
import { type Emulator, type EmulatorOptions, openParts, serve } from "../kit/emulator";
import type { Bindings } from "../kit/http";
import { underPath } from "../kit/public";
import { createWrongs } from "../kit/wrongs";
import { apiRoutes } from "./api";
import { printRefusal } from "./api/answer";
import { browserRoutes } from "./browser-routes";
import { stripeControlRoutes } from "./control";
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
import { nextPayout, type WrongKind, wrongKinds } from "./wrongs";

/** Starts the emulator; it remembers in `stripe.db`. */
export function startStripeEmulator(options: EmulatorOptions): Promise<Emulator> {
  const parts = openParts(options, { file: "stripe.db", idempotencyKeyKeptMs, deliveryRules });
  const { memory } = parts.front;
  const stripe: Stripe = {
    ...parts,
    clock: rewindable(parts.clock),
    sessions: memory.collection("sessions", ["orderId", "dueAt", "intent"]),
    intents: memory.collection("intents", ["orderId", "dueAt"]),
    charges: memory.collection("charges", ["orderId", "dueAt", "intent"]),
    refunds: memory.collection("refunds", ["orderId", "dueAt", "charge", "intent"]),
    disputes: memory.collection("disputes", ["orderId", "dueAt", "charge", "intent"]),
    paymentMethods: memory.collection("payment_methods", []),
    balanceTransactions: memory.collection("balance_transactions", ["source", "type", "dueAt", "payout"]),
    payouts: memory.collection("payouts", ["dueAt", "arrivalAt"]),
    wrongs: createWrongs(memory, parts.clock, wrongKinds, (kind, target) => canBeWrong(stripe, kind, target)),
    events: memory.collection("events", ["type"]),
    endpoints: memory.collection("endpoints", []),
    outbox: createOutbox(),
    sendingOrder: memory.setting("webhooks.order", asRecorded),
    due: createAlarm(
      parts.clock,
      () => nextDue(stripe),
      () => act(stripe, () => {}),
    ),
  };
  return serve(stripe, stripe.due, stripeApp(stripe), options);
}

function canBeWrong({ payouts, balanceTransactions }: Stripe, kind: WrongKind, target: string): boolean {
  return kind === "short_payout"
    ? target === nextPayout || payouts.get(target) !== null
    : balanceTransactions.get(target) !== null;
}

function stripeApp(stripe: Stripe): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(underPath(stripe.publicUrl));
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
