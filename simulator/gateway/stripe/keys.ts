import { accountOf } from "@/lib/settings/credentials";
import { env } from "@/lib/settings/env";
import { emulatorStripeKeys, type StripeKeys } from "@/lib/settings/stripe";

// The shop has two accounts at Stripe, and its operator may exchange the keys of one for the other's.

export type AccountName = "first" | "second";

const keysOf: Record<AccountName, StripeKeys> = {
  first: emulatorStripeKeys,
  second: { ...emulatorStripeKeys, secretKey: "sk_test_anotheraccount0000000000000000" },
};

/** From now on the shop has the keys of this account. False where it had them before. */
export function useAccount(name: AccountName): boolean {
  const { stripe } = env();
  const isNew = stripe.keys?.secretKey !== keysOf[name].secretKey;
  stripe.keys = keysOf[name];
  return isNew;
}

/** The account that today's keys open. */
export const accountNow = () => accountOf(env().stripe.keys?.secretKey ?? "");

/** What is noted where they were exchanged. */
export const exchanged = "keys of the second account";
