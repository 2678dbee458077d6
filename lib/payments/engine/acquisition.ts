import type { Payment } from "@/db/schema";
import type { Acquisition } from "../../contracts/acquisition";
import type { Snapshot } from "../../gateways/gateway";
import { env } from "../../settings/env";

type Told = Pick<Snapshot, "detail">;

/**
 * How far a payment's acquisition is, by what is recorded and what the gateway says now. The gateway's status may follow a
 * while after it took the shop's request, so `asked` stays. Once the gateway itself has said `requested`, a later `ready`
 * means that the card company refused.
 */
export function acquisitionOf({ detail }: Pick<Payment, "detail">, told: Told): Acquisition | undefined {
  const before = detail.card?.acquisition;
  const now = told.detail.card?.acquisition;
  return now === undefined || (now === "ready" && before === "asked") ? before : now;
}

/** Whether the gateway says something else about the acquisition than is recorded. */
export const isAcquisitionNew = (payment: Pick<Payment, "detail">, told: Told) =>
  acquisitionOf(payment, told) !== payment.detail.card?.acquisition;

/** What the gateway says about the way it was paid, with an acquisition that does not go back. */
export function detailWithAcquisition(
  payment: Pick<Payment, "detail">,
  { detail }: Told,
): Snapshot["detail"] {
  const acquisition = acquisitionOf(payment, { detail });
  return detail.card && acquisition ? { ...detail, card: { ...detail.card, acquisition } } : detail;
}

/**
 * Whether the shop waits for a card company's answer about an acquisition. A shop whose payments are acquired by
 * themselves does not ask for the answer: it would be a second request for every payment.
 */
export const isBeingAcquired = ({ detail: { card } }: Told) =>
  env().toss.acquisition === "manual" && card?.acquisition !== undefined && pending.has(card.acquisition);

const pending: ReadonlySet<Acquisition> = new Set(["asked", "requested", "cancel_requested"]);

/**
 * Whether the acquisition was requested, by the shop or by the gateway, and stands. One that was canceled although nothing
 * was refunded does not. `refunded` in minor units.
 */
export const isAcquired = ({ detail: { card }, refunded }: Told & Pick<Payment, "refunded">) =>
  card?.acquisition !== undefined &&
  card.acquisition !== "ready" &&
  (card.acquisition !== "canceled" || refunded > 0);
