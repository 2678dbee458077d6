import Stripe from "stripe";
import { afterAll, beforeEach, onTestFinished } from "vitest";
import { startStripeEmulator } from "@/emulators/stripe";
import type { Currency } from "@/lib/money";
import { env } from "@/lib/settings/env";
import { type NewStripeFault, stripeAt } from "@/testing/stripe-emulator";
import { breakAt } from "./faults";
import { turnClock as turnTossAndOurs } from "./gateway";

// Importing this file starts a Stripe emulator for this test file, and points the shop at it. Its clock stands until a
// test turns it: Stripe reports a fee a second after the money was taken, and a busy machine takes longer than that.
const begun = Date.now();
const emulator = await startStripeEmulator({ data: ":memory:", machine: () => begun });
process.env.STRIPE_API_URL = emulator.url;

/** Stripe's control routes: act as the shopper or the bank, break the network, list requests. */
export const stripe = stripeAt(emulator.url);

beforeEach(() => stripe.reset());
afterAll(() => emulator.close());

/** Advances every clock. */
export async function turnClock(ms: number) {
  await stripe.clock.advance(ms);
  await turnTossAndOurs(ms);
}

/** Adds a fault at Stripe, for one attempt or for all, which lasts until `mend` is called. */
export const fault = (kind: NewStripeFault["kind"], how: Partial<NewStripeFault> = {}) =>
  breakAt(stripe.faults, { operation: "any", times: null, ...how, kind });

/** Sets the currencies the shop accepts through Stripe, until the test ends. */
export function withCurrencies(...currencies: Currency[]) {
  const settings = env().stripe;
  const before = settings.currencies;
  settings.currencies = currencies;
  onTestFinished(() => {
    settings.currencies = before;
  });
}

/** Another program that has the shop's own key. */
export function anotherProgram(): Stripe {
  const { hostname: host, port } = new URL(emulator.url);
  const secretKey = env().stripe.keys?.secretKey ?? "";
  return new Stripe(secretKey, { host, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

/** The shop's calls to Stripe about an attempt, except looks. */
export async function writesAsked(orderId: string) {
  const requests = await stripe.requests({ orderId });
  return requests.filter((request) => !isLook(request));
}

/** How often the shop looked. */
export async function looksAt(orderId: string) {
  return (await stripe.requests({ orderId })).filter(isLook).length;
}

const isLook = ({ operation }: { operation: string }) => /^(retrieve|list)_/.test(operation);

/** Stripe's payment for an attempt. */
export async function atStripe(orderId: string) {
  const [intent] = await stripe.intents.list(orderId);
  if (!intent) throw new Error(`Stripe has no payment of ${orderId}.`);
  return intent;
}
