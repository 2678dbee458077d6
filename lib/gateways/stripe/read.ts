import type Stripe from "stripe";
import { z } from "zod";
import type { Answer } from "../gateway";
import {
  type Beside,
  hasFailedCharges,
  hasMoreRefunds,
  Intent,
  intentOf,
  isDisputed,
  Session,
  StripeCharge,
  StripeDispute,
  StripeRefund,
  snapshotOfIntent,
  snapshotOfSession,
} from "./wire";

/** What a PaymentIntent of Stripe's tells; one that cannot be read tells nothing. */
export async function readIntent(client: Stripe, answer: unknown): Promise<Answer> {
  const intent = Intent.safeParse(answer);
  const beside = intent.success && (await besideOf(client, intent.data));
  return beside ? { is: "seen", snapshot: snapshotOfIntent(intent.data, beside) } : malformed;
}

/** What a Checkout Session of Stripe's tells. */
export async function readSession(client: Stripe, answer: unknown): Promise<Answer> {
  const session = Session.safeParse(answer);
  // Of a page that is complete the intent tells the rest, and it was asked for.
  if (session.data?.status === "complete" && typeof session.data.payment_intent === "string")
    return malformed;
  const beside = session.success && (await besideOf(client, intentOf(session.data)));
  return beside ? { is: "seen", snapshot: snapshotOfSession(session.data, beside) } : malformed;
}

const malformed: Answer = { is: "unknown", why: "malformed", code: null };

/** Asks for what an intent itself shows too little of, in few payments anything; undefined where it cannot be read. */
async function besideOf(
  client: Stripe,
  intent: z.output<typeof Intent> | undefined,
): Promise<Beside | undefined> {
  if (!intent) return {};
  const wish = { payment_intent: intent.id, limit: 100 };
  // A charge itself lists its ten newest refunds, and of a dispute says that there is one.
  const [refunds, disputes, charges] = await Promise.all([
    hasMoreRefunds(intent) ? client.refunds.list(wish).autoPagingToArray({ limit: listedMax }) : undefined,
    isDisputed(intent) ? client.disputes.list(wish).autoPagingToArray({ limit: listedMax }) : undefined,
    // A key that may not list them tells of the last one all the same.
    hasFailedCharges(intent)
      ? client.charges.list(wish).then(
          ({ data }) => data,
          () => undefined,
        )
      : undefined,
  ]);
  return BesideObject.safeParse({ refunds, disputes, charges }).data;
}

/** More than anybody gives back of one payment, or disputes. */
const listedMax = 1_000;

const BesideObject = z.object({
  refunds: z.array(StripeRefund).optional(),
  disputes: z.array(StripeDispute).optional(),
  charges: z.array(StripeCharge).optional().catch(undefined),
});
