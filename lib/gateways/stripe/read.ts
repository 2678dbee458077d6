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

/** Reads a Stripe PaymentIntent; `malformed` if it cannot be read. */
export async function readIntent(client: Stripe, answer: unknown): Promise<Answer> {
  const intent = Intent.safeParse(answer);
  const beside = intent.success && (await besideOf(client, intent.data));
  return beside ? { is: "seen", snapshot: snapshotOfIntent(intent.data, beside) } : malformed;
}

/** Reads a Stripe Checkout Session; `malformed` if it cannot be read. */
export async function readSession(client: Stripe, answer: unknown): Promise<Answer> {
  const session = Session.safeParse(answer);
  // For a completed page, the rest is in its intent, which was requested as an expansion.
  if (session.data?.status === "complete" && typeof session.data.payment_intent === "string")
    return malformed;
  const beside = session.success && (await besideOf(client, intentOf(session.data)));
  return beside ? { is: "seen", snapshot: snapshotOfSession(session.data, beside) } : malformed;
}

const malformed: Answer = { is: "unknown", why: "malformed", code: null };

/** Fetches what the intent only shows in part, which few payments need; undefined if it cannot be read. */
async function besideOf(
  client: Stripe,
  intent: z.output<typeof Intent> | undefined,
): Promise<Beside | undefined> {
  if (!intent) return {};
  const wish = { payment_intent: intent.id, limit: 100 };
  // A charge lists only its ten newest refunds, and only flags that there is a dispute.
  const [refunds, disputes, charges] = await Promise.all([
    hasMoreRefunds(intent) ? client.refunds.list(wish).autoPagingToArray({ limit: listedMax }) : undefined,
    isDisputed(intent) ? client.disputes.list(wish).autoPagingToArray({ limit: listedMax }) : undefined,
    // A key without permission to list charges still sees the last one.
    hasFailedCharges(intent)
      ? client.charges.list(wish).then(
          ({ data }) => data,
          () => undefined,
        )
      : undefined,
  ]);
  return BesideObject.safeParse({ refunds, disputes, charges }).data;
}

/** More refunds or disputes than any payment has. */
const listedMax = 1_000;

const BesideObject = z.object({
  refunds: z.array(StripeRefund).optional(),
  disputes: z.array(StripeDispute).optional(),
  charges: z.array(StripeCharge).optional().catch(undefined),
});
