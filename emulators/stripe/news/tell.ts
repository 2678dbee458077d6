import type { Charge } from "../entities/charge";
import type { Dispute } from "../entities/dispute";
import type { Intent } from "../entities/intent";
import type { Payout } from "../entities/payout";
import type { Refund } from "../entities/refund";
import type { Session } from "../entities/session";
import type { EventType } from "../entities/told";
import type { Stripe } from "../stripe";
import { printCharge } from "../wire/charge";
import { printDispute } from "../wire/dispute";
import { printIntent } from "../wire/intent";
import { printPayout } from "../wire/payout";
import { printRefund } from "../wire/refund";
import { printSession } from "../wire/session";

type Named<Prefix extends string> = Extract<EventType, `${Prefix}.${string}`>;
type RefundEvent = Named<"refund"> | "charge.refund.updated";
type DisputeEvent = Named<"charge.dispute">;

export function tellSession(stripe: Stripe, type: Named<"checkout.session">, session: Session): void {
  const { orderId, intent, id } = session;
  const object = printSession(stripe, session);
  stripe.outbox.news.push({ type, object, orderId, lane: orderId ?? intent ?? id, previous: null });
}

export function tellIntent(stripe: Stripe, type: Named<"payment_intent">, intent: Intent): void {
  const { orderId, id } = intent;
  stripe.outbox.news.push({
    type,
    object: printIntent(stripe, intent),
    orderId,
    lane: orderId ?? id,
    previous: null,
  });
}

export function tellCharge(
  stripe: Stripe,
  type: Exclude<Named<"charge">, "charge.refund.updated" | DisputeEvent>,
  charge: Charge,
  previous: Record<string, unknown> | null = null,
): void {
  const { orderId, intent } = charge;
  stripe.outbox.news.push({
    type,
    object: printCharge(stripe, charge),
    orderId,
    lane: orderId ?? intent,
    previous,
  });
}

export function tellRefund(
  stripe: Stripe,
  type: RefundEvent,
  refund: Refund,
  previous: Record<string, unknown> | null = null,
): void {
  const { orderId, intent } = refund;
  stripe.outbox.news.push({ type, object: printRefund(refund), orderId, lane: orderId ?? intent, previous });
}

export function tellDispute(
  stripe: Stripe,
  type: DisputeEvent,
  dispute: Dispute,
  previous: Record<string, unknown> | null = null,
): void {
  const { orderId, intent } = dispute;
  stripe.outbox.news.push({
    type,
    object: printDispute(stripe, dispute),
    orderId,
    lane: orderId ?? intent,
    previous,
  });
}

export function tellPayout(
  stripe: Stripe,
  type: Named<"payout">,
  payout: Payout,
  previous: Record<string, unknown> | null = null,
): void {
  const object = printPayout(stripe, payout);
  stripe.outbox.news.push({ type, object, orderId: null, lane: payout.id, previous });
}
