import { afterAll, afterEach, beforeEach, onTestFinished } from "vitest";
import { startTossEmulator } from "@/emulators/toss";
import type { PairName } from "@/lib/contracts/gateways";
import { forgetLines } from "@/lib/gateways/line";
import { env } from "@/lib/settings/env";
import { emulatorAt, type NewFault } from "@/testing/toss-emulator";
import { turnOurClock } from "./clock";
import { breakAt } from "./faults";

// Importing this file starts a gateway for this test file, and points the shop at it. Its clock stands until a test turns
// it, so that what is sold just before midnight stays on its day, however busy the machine is.
let standsAt = Date.now();
const emulator = await startTossEmulator({ data: ":memory:", machine: () => standsAt });
process.env.TOSS_BASE_URL = emulator.url;

/** The gateway's control routes: act as the shopper or the bank, break the network, list requests. */
export const toss = emulatorAt(emulator.url);

beforeEach(async () => {
  forgetLines();
  standsAt = Date.now();
  await toss.reset();
});
afterAll(() => emulator.close());

/** Advances every clock. */
export async function turnClock(ms: number) {
  await toss.clock.advance(ms);
  turnOurClock(ms);
}

/** Adds a fault at the gateway, for one attempt or for all, which lasts until `mend` is called. */
export const fault = (kind: NewFault["kind"], how: Partial<NewFault> = {}) =>
  breakAt(toss.faults, { operation: "any", times: null, ...how, kind });

/** Limits the shop to these key pairs until the test ends. */
export function withPairs(...names: PairName[]) {
  const { toss: settings } = env();
  const all = settings.pairs;
  settings.pairs = Object.fromEntries(
    Object.entries(all).filter(([name]) => names.includes(name as PairName)),
  );
  onTestFinished(() => {
    settings.pairs = all;
  });
}

/** For all tests of a file: the contract with Toss leaves it to the shop to have card payments acquired. */
export function acquiredByTheShop() {
  const { toss: settings } = env();
  beforeEach(async () => {
    settings.acquisition = "manual";
    await toss.contract({ acquisition: "manual" });
  });
  afterEach(() => {
    settings.acquisition = "automatic";
  });
}

/** Takes a payment's money without a request from the shop, as another program with its keys could. */
export async function takeMoney(payment: { paymentKey: string; orderId: string; amount: number }) {
  const secretKey = env().toss.pairs.widget?.secretKey ?? "";
  const response = await fetch(`${emulator.url}/v1/payments/confirm`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(payment),
  });
  if (!response.ok) throw new Error(`The gateway charged nothing: ${await response.text()}`);
}

/** The shop's calls to the gateway about an attempt, except looks. */
export async function writesAsked(orderId: string) {
  const requests = await toss.requests({ orderId });
  return requests.filter(({ operation }) => !operation.startsWith("look"));
}

/** How often the shop looked. */
export async function looksAt(orderId: string) {
  const requests = await toss.requests({ orderId });
  return requests.filter(({ operation }) => operation.startsWith("look")).length;
}

/** The gateway's payment for an attempt. */
export async function atGateway(orderId: string) {
  const [payment] = await toss.payments.list(orderId);
  if (!payment) throw new Error(`The gateway has no payment of ${orderId}.`);
  return payment;
}

/** Sets how many hours an account may wait at most, until the test ends. */
export function withLongestAccount(hours: number) {
  const settings = env();
  const before = settings.accountMaxHours;
  settings.accountMaxHours = hours;
  onTestFinished(() => {
    settings.accountMaxHours = before;
  });
}
