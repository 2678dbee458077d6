import type { Payment } from "@/db/schema";
import { traitsOf } from "../../gateways/all-traits";
import { env } from "../../settings/env";
import { isAcquired } from "../engine/acquisition";

/**
 * Whether the shop has to have this payment acquired: by its contract it does so itself, a card paid, alone or in a
 * wallet, some of the money is neither refunded nor about to be, and the card company was not asked yet.
 */
export const mayBeAcquired = (
  payment: Pick<Payment, "gateway" | "status" | "detail" | "refunded" | "refundPending" | "captured">,
) =>
  env().toss.acquisition === "manual" &&
  traitsOf(payment.gateway).mayLeaveAcquisition &&
  payment.status === "paid" &&
  payment.detail.card !== undefined &&
  payment.refunded + payment.refundPending < payment.captured &&
  !isAcquired(payment);
