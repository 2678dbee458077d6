import { type Context, Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../../kit/control";
import { type Bindings, readJson } from "../../kit/http";
import { expand } from "../api/expand";
import { type Dispute, disputeReasons } from "../entities/dispute";
import type { Intent } from "../entities/intent";
import { invalid, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";
import { cancelIntent } from "../verbs/cancel";
import { capture } from "../verbs/capture";
import { dispute, escalateDispute, loseDispute, winDispute } from "../verbs/dispute";
import { expireSession } from "../verbs/expire";
import { intentsOfOrder, sessionsOfOrder } from "../verbs/find";
import { failRefund, refund, settleRefund } from "../verbs/refund";
import { chargeOf, failDebit, settleDebit } from "../verbs/settle";
import { printDispute } from "../wire/dispute";
import { printIntent } from "../wire/intent";
import { printRefund } from "../wire/refund";
import { printSession } from "../wire/session";
import { shown } from "./refused";

const Amount = z.strictObject({ amount: z.number().int().positive().optional() });
const Refunding = z.strictObject({
  amount: z.number().int().positive().optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
});
const Disputing = z.strictObject({
  amount: z.number().int().positive().optional(),
  reason: z.enum(disputeReasons).optional(),
  inquiry: z.boolean().optional(),
});
const Failing = z.strictObject({ reason: z.string().min(1).optional() });

const listedMax = 100;
const whole = { 0: "latest_charge.balance_transaction", 1: "latest_charge.refunds" };

/** What the shop's staff do in the gateway's dashboard, and what the banks do. */
export function dashboardRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const print = (intent: Intent) => printIntent(stripe, intent);

  /** Runs an action on one payment, with the parsed body. */
  async function onIntent<Schema extends z.ZodType, Done extends object>(
    c: Context<Bindings>,
    schema: Schema,
    work: (intent: Intent, how: z.output<Schema>) => Done | Refusal,
    print: (done: Done) => object,
  ): Promise<Response> {
    const how = schema.safeParse((await readJson(c)) ?? {});
    if (!how.success) return badRequest(c, how.error);
    const id = c.req.param("id") ?? "";
    const outcome = act(stripe, () => {
      const intent = stripe.intents.get(id);
      return intent ? work(intent, how.data) : missing("payment_intent", id, "intent");
    });
    return shown(outcome, print);
  }

  routes.get("/sessions", (c) => {
    const orderId = c.req.query("orderId");
    const sessions = act(stripe, () =>
      orderId === undefined ? stripe.sessions.latest({}, listedMax) : sessionsOfOrder(stripe, orderId),
    );
    return c.json(sessions.map((session) => printSession(stripe, session)));
  });
  routes.get("/intents", (c) => {
    const orderId = c.req.query("orderId");
    const intents = act(stripe, () =>
      orderId === undefined ? stripe.intents.latest({}, listedMax) : intentsOfOrder(stripe, orderId),
    );
    return c.json(intents.map((intent) => expand(stripe, print(intent), whole)));
  });

  routes.post("/sessions/:id/expire", (c) =>
    shown(
      act(stripe, () => expireSession(stripe, c.req.param("id"))),
      (session) => printSession(stripe, session),
    ),
  );
  routes.post("/intents/:id/refund", (c) =>
    onIntent(
      c,
      Refunding,
      ({ id }, how) => refund(stripe, { ...how, intent: id, metadata: {} }),
      printRefund,
    ),
  );
  routes.post("/intents/:id/capture", (c) =>
    onIntent(c, Amount, (intent, { amount }) => capture(stripe, intent, amount), print),
  );
  routes.post("/intents/:id/cancel", (c) =>
    onIntent(c, z.strictObject({}), (intent) => cancelIntent(stripe, intent, "requested_by_customer"), print),
  );
  routes.post("/intents/:id/settle", (c) =>
    onIntent(
      c,
      z.strictObject({}),
      (intent) => whileProcessing(intent, () => settleDebit(stripe, intent)),
      print,
    ),
  );
  routes.post("/intents/:id/fail", (c) =>
    onIntent(
      c,
      z.strictObject({}),
      (intent) => whileProcessing(intent, () => failDebit(stripe, intent)),
      print,
    ),
  );

  // A dispute by the cardholder's bank.
  routes.post("/intents/:id/dispute", (c) =>
    onIntent(
      c,
      Disputing,
      (intent, how) =>
        intent.latestCharge === null
          ? invalid(`${intent.id} took no money that could be disputed.`)
          : dispute(stripe, chargeOf(stripe, intent), how),
      (made) => printDispute(stripe, made),
    ),
  );
  routes.post("/disputes/:id/win", (c) => onDispute(c, winDispute));
  routes.post("/disputes/:id/lose", (c) => onDispute(c, loseDispute));
  routes.post("/disputes/:id/escalate", (c) => onDispute(c, escalateDispute));

  function onDispute(
    c: Context<Bindings>,
    work: (stripe: Stripe, standing: Dispute) => Dispute | Refusal,
  ): Response {
    const id = c.req.param("id") ?? "";
    const outcome = act(stripe, () => {
      const found = stripe.disputes.get(id);
      return found ? work(stripe, found) : missing("dispute", id, "dispute");
    });
    return shown(outcome, (done) => printDispute(stripe, done));
  }

  routes.post("/refunds/:id/settle", (c) => endRefund(c, "settle"));
  routes.post("/refunds/:id/fail", (c) => endRefund(c, "fail"));

  async function endRefund(c: Context<Bindings>, how: "settle" | "fail"): Promise<Response> {
    const failing = Failing.safeParse((await readJson(c)) ?? {});
    if (!failing.success) return badRequest(c, failing.error);
    const id = c.req.param("id") ?? "";
    const outcome = act(stripe, () => {
      const found = stripe.refunds.get(id);
      if (!found) return missing("refund", id, "refund");
      if (found.status === "failed") return invalid("This refund has failed already.");
      if (how === "fail") return failRefund(stripe, found, failing.data.reason);
      return found.status === "pending"
        ? settleRefund(stripe, found)
        : invalid("This refund has arrived already.");
    });
    return shown(outcome, printRefund);
  }

  return routes;
}

function whileProcessing(intent: Intent, work: () => Intent): Intent | Refusal {
  return intent.status === "processing"
    ? work()
    : invalid(`This PaymentIntent has a status of ${intent.status}: no bank is being waited for.`);
}
