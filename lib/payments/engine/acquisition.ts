import type { Payment } from "@/db/schema";
import type { Acquisition } from "../../contracts/acquisition";
import type { Snapshot } from "../../gateways/gateway";
import { env } from "../../settings/env";

type Told = Pick<Snapshot, "detail">;

/**
 * How far a payment's acquisition is, by what is recorded and what the gateway says now. An acquisition that was requested
 * stays so: the gateway's status may follow a while after its answer to the request.
 */
export function acquisitionOf({ detail }: Pick<Payment, "detail">, told: Told): Acquisition | undefined {
  const before = detail.card?.acquisition;
  const now = told.detail.card?.acquisition;
  return now === undefined || now === "ready" ? (before ?? now) : now;
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
  env().toss.acquisition === "manual" &&
  (card?.acquisition === "requested" || card?.acquisition === "cancel_requested");

/** Whether the acquisition was requested, by the shop or by the gateway. */
export const isAcquired = ({ detail: { card } }: Told) =>
  card?.acquisition !== undefined && card.acquisition !== "ready";
