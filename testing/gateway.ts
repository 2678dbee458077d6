import { afterAll, beforeEach, onTestFinished } from "vitest";
import { startTossEmulator } from "@/emulators/toss";
import type { PairName } from "@/lib/contracts/gateways";
import { forgetLines } from "@/lib/gateways/line";
import { env } from "@/lib/settings/env";
import { emulatorAt, type NewFault } from "@/testing/toss-emulator";
import { turnOurClock } from "./clock";
import { breakAt } from "./faults";

// Importing this file starts a gateway that is this test file's own, and points the shop at it.
const emulator = await startTossEmulator({ data: ":memory:" });
process.env.TOSS_BASE_URL = emulator.url;

/** The gateway's control routes: to act as the shopper or the bank, break the network, see what was asked. */
export const toss = emulatorAt(emulator.url);

beforeEach(async () => {
  forgetLines();
  await toss.reset();
});
afterAll(() => emulator.close());

/** Turns all clocks there are. */
export async function turnClock(ms: number) {
  await toss.clock.advance(ms);
  turnOurClock(ms);
}

/** Breaks something at the gateway until the answer's `mend` is called, for one attempt or for all. */
export const fault = (kind: NewFault["kind"], how: Partial<NewFault> = {}) =>
  breakAt(toss.faults, { operation: "any", times: null, ...how, kind });

/** A shop that has set up these key pairs only, until the test ends. */
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

/** Takes a payment's money without the shop having asked, as another program with its keys could. */
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
  if (!response.ok) throw new Error(`The gateway took no money: ${await response.text()}`);
}

/** What the shop asked the gateway to do with an attempt, looks left out. */
export async function writesAsked(orderId: string) {
  const requests = await toss.requests({ orderId });
  return requests.filter(({ operation }) => !operation.startsWith("look"));
}

/** How often the shop looked. */
export async function looksAt(orderId: string) {
  const requests = await toss.requests({ orderId });
  return requests.filter(({ operation }) => operation.startsWith("look")).length;
}

/** What the gateway itself has of an attempt. */
export async function atGateway(orderId: string) {
  const [payment] = await toss.payments.list(orderId);
  if (!payment) throw new Error(`The gateway has no payment of ${orderId}.`);
  return payment;
}

/** A shop in which an account may wait for so many hours, until the test ends. */
export function withLongestAccount(hours: number) {
  const settings = env();
  const before = settings.accountMaxHours;
  settings.accountMaxHours = hours;
  onTestFinished(() => {
    settings.accountMaxHours = before;
  });
}
