import { accountOf } from "@/lib/settings/credentials";
import { env } from "@/lib/settings/env";
import { emulatorStripeKeys, type StripeKeys } from "@/lib/settings/stripe";

// The shop has two Stripe accounts, and its operator may swap one account's keys for the other's.

export type AccountName = "first" | "second";

const keysOf: Record<AccountName, StripeKeys> = {
  first: emulatorStripeKeys,
  second: { ...emulatorStripeKeys, secretKey: "sk_test_anotheraccount0000000000000000" },
};

/** Switches the shop to this account's keys. False if it had them already. */
export function useAccount(name: AccountName): boolean {
  const { stripe } = env();
  const isNew = stripe.keys?.secretKey !== keysOf[name].secretKey;
  stripe.keys = keysOf[name];
  return isNew;
}

/** The account of the current keys. */
export const accountNow = () => accountOf(env().stripe.keys?.secretKey ?? "");

/** The note that records the swap. */
export const exchanged = "keys of the second account";
