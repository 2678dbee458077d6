import { controlOf } from "./control";

export type StripeEmulator = ReturnType<typeof stripeAt>;

/** The Stripe emulator's control routes: to act as the shopper or the bank, break the network, see what was asked. */
export function stripeAt(url: string) {
  return { url, ...controlOf(url) };
}
