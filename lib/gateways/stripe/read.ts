import type Stripe from "stripe";
import { z } from "zod";
import type { Answer } from "../gateway";
import {
  hasMoreRefunds,
  Intent,
  intentOf,
  Session,
  StripeRefund,
  snapshotOfIntent,
  snapshotOfSession,
} from "./wire";

/** What a PaymentIntent of Stripe's tells; one that cannot be read tells nothing. */
export async function readIntent(client: Stripe, answer: unknown): Promise<Answer> {
  const intent = Intent.safeParse(answer);
  if (!intent.success) return malformed;
  const refunds = hasMoreRefunds(intent.data) ? await allRefunds(client, intent.data.id) : undefined;
  return { is: "seen", snapshot: snapshotOfIntent(intent.data, refunds) };
}

/** What a Checkout Session of Stripe's tells. */
export async function readSession(client: Stripe, answer: unknown): Promise<Answer> {
  const session = Session.safeParse(answer);
  if (!session.success) return malformed;
  const intent = intentOf(session.data);
  const refunds = hasMoreRefunds(intent) && intent ? await allRefunds(client, intent.id) : undefined;
  return { is: "seen", snapshot: snapshotOfSession(session.data, refunds) };
}

const malformed: Answer = { is: "unknown", why: "malformed", code: null };

/** More than anybody gives back of one payment. */
const refundsMax = 1_000;

/** A charge itself lists its ten newest refunds. */
async function allRefunds(client: Stripe, paymentIntent: string) {
  const listed = client.refunds.list({ payment_intent: paymentIntent, limit: 100 });
  return z.array(StripeRefund).parse(await listed.autoPagingToArray({ limit: refundsMax }));
}
