import type { Order, Payment } from "@/db/schema";
import type { PairName } from "../../contracts/gateways";
import type { Unknown } from "../../gateways/gateway";
import { accountOf } from "../../settings/credentials";
import { env } from "../../settings/env";
import { secretKeyOf } from "../../settings/gateways";

// Keys may change while orders are open: test keys become live ones, or another account's. What was made with other keys
// is not paid with those of today, and what today's gateway does not know proves nothing about it.

/** The account at the gateway that today's keys open; null where the shop has none. */
export function accountToday(pair: PairName): string | null {
  const secretKey = secretKeyOf(pair);
  return secretKey ? accountOf(secretKey) : null;
}

/** True while the shop takes the kind of money, play or real, that this was made for. */
export const isOfTodaysMode = ({ live }: Pick<Order | Payment, "live">) => live === env().live;

/** True of a payment that today's keys would make too. One that was made before accounts were noted counts as such. */
export const isOfToday = (payment: Pick<Payment, "live" | "account" | "keyPair">) =>
  isOfTodaysMode(payment) && (payment.account === null || payment.account === accountToday(payment.keyPair));

/** The shop's keys are not those that a payment was made with. */
export const otherKeys = { is: "unknown", why: "setup", code: "other_keys" } as const satisfies Unknown;
