import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import { type Dispute, disputeReasons } from "../entities/dispute";
import type { Intent } from "../entities/intent";
import type { Refund } from "../entities/refund";
import { invalid, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";
import { dispute, escalateDispute, loseDispute, winDispute } from "../verbs/dispute";
import { failRefund, succeedRefund } from "../verbs/refund";
import { chargeOf, failDebit, succeedDebit } from "../verbs/succeed";
import { printDispute } from "../wire/dispute";
import { printIntent } from "../wire/intent";
import { printRefund } from "../wire/refund";
import { actOn, shown } from "./answers";

const Disputing = z.strictObject({
  amount: z.number().int().positive().optional(),
  reason: z.enum(disputeReasons).optional(),
  inquiry: z.boolean().optional(),
});
const Failing = z.strictObject({ reason: z.string().min(1).optional() });
const Nothing = z.strictObject({});

/** What the banks do: they pay or refuse debits and refunds, dispute payments and decide disputes. */
export function bankRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const intents = { collection: stripe.intents, name: "payment_intent", param: "intent" };
  const refunds = { collection: stripe.refunds, name: "refund", param: "refund" };

  const endDebit = (c: Context<Bindings>, end: (stripe: Stripe, intent: Intent) => Intent) =>
    actOn(
      stripe,
      c,
      intents,
      Nothing,
      (intent) => whileProcessing(intent, () => end(stripe, intent)),
      (intent) => printIntent(stripe, intent),
    );
  routes.post("/intents/:id/succeed", (c) => endDebit(c, succeedDebit));
  routes.post("/intents/:id/fail", (c) => endDebit(c, failDebit));

  routes.post("/intents/:id/dispute", (c) =>
    actOn(
      stripe,
      c,
      intents,
      Disputing,
      (intent, how) =>
        intent.latestCharge === null
          ? invalid(`${intent.id} took no money that could be disputed.`)
          : dispute(stripe, chargeOf(stripe, intent), how),
      (made) => printDispute(stripe, made),
    ),
  );

  const decide = (id: string, decision: (stripe: Stripe, standing: Dispute) => Dispute | Refusal) => {
    const outcome = act(stripe, () => {
      const found = stripe.disputes.get(id);
      return found ? decision(stripe, found) : missing("dispute", id, "dispute");
    });
    return shown(outcome, (done) => printDispute(stripe, done));
  };
  routes.post("/disputes/:id/win", (c) => decide(c.req.param("id"), winDispute));
  routes.post("/disputes/:id/lose", (c) => decide(c.req.param("id"), loseDispute));
  routes.post("/disputes/:id/escalate", (c) => decide(c.req.param("id"), escalateDispute));

  routes.post("/refunds/:id/succeed", (c) =>
    actOn(
      stripe,
      c,
      refunds,
      Failing,
      (found) =>
        notFailed(found) ??
        (found.status === "pending"
          ? succeedRefund(stripe, found)
          : invalid("This refund has arrived already.")),
      printRefund,
    ),
  );
  routes.post("/refunds/:id/fail", (c) =>
    actOn(
      stripe,
      c,
      refunds,
      Failing,
      (found, { reason }) => notFailed(found) ?? failRefund(stripe, found, reason),
      printRefund,
    ),
  );
  return routes;
}

function whileProcessing(intent: Intent, end: () => Intent): Intent | Refusal {
  return intent.status === "processing"
    ? end()
    : invalid(`This PaymentIntent has a status of ${intent.status}: no bank is being waited for.`);
}

/** The refusal for a refund that has failed; null for any other. */
function notFailed({ status }: Refund): Refusal | null {
  return status === "failed" ? invalid("This refund has failed already.") : null;
}
