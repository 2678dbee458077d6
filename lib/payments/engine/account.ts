import type { Order, Payment } from "@/db/schema";
import type { PairName } from "../../contracts/gateways";
import type { Unknown } from "../../gateways/gateway";
import { accountOf } from "../../settings/credentials";
import { env } from "../../settings/env";
import { secretKeyOf } from "../../settings/gateways";

// Keys may change while orders are open: from test to live, or to another account's. A payment made with other keys
// cannot be paid with today's, and if today's gateway does not find it, that proves nothing about it.

/** The gateway account that today's keys belong to; null if the shop has no such keys. */
export function accountToday(pair: PairName): string | null {
  const secretKey = secretKeyOf(pair);
  return secretKey ? accountOf(secretKey) : null;
}

/** Whether this was made in the shop's current mode, test or live. */
export const isOfTodaysMode = ({ live }: Pick<Order | Payment, "live">) => live === env().live;

/** Whether today's keys would make this payment too. Payments made before we recorded accounts count as such. */
export const isOfToday = (payment: Pick<Payment, "live" | "account" | "keyPair">) =>
  isOfTodaysMode(payment) && (payment.account === null || payment.account === accountToday(payment.keyPair));

/** The shop's keys are not the ones the payment was made with. */
export const otherKeys = { is: "unknown", why: "setup", code: "other_keys" } as const satisfies Unknown;
