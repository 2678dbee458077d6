import { afterEach, expect, test } from "vitest";
import { db } from "@/db/store";
import { aForm, deskAddress, jiwoo } from "@/testing/desk-people";
import { acquiredByTheShop, toss, turnClock } from "@/testing/gateway";
import { aPaidPayment } from "@/testing/makers";
import { passNights } from "@/testing/nights";
import { listed } from "@/testing/settled";
import { now } from "../../clock";
import { acquireByStaff } from "../../desk/acts/acquire";
import { useGateways } from "../../gateways";
import { seoulDate } from "../../seoul";
import { env } from "../../settings/env";
import { lookAndRecord } from "../engine/look";
import { monthSpan, reconcileMonth } from "./reconcile";

// The month of a shop whose contract with Toss leaves it to the shop to have each card payment acquired.

type Sale = Awaited<ReturnType<typeof aPaidPayment>>;

acquiredByTheShop();
afterEach(() => useGateways());

const acquire = ({ payment: { id } }: Sale) =>
  acquireByStaff(jiwoo, id, { keyed: aForm(jiwoo, { payment: id }), address: deskAddress });

/** What differs in the month of a day, by order. */
async function differencesIn(day: string) {
  const { differences, owed } = await reconcileMonth(db, monthSpan(day.slice(0, 7), false), now());
  for (const { remainder } of owed) expect(remainder).toBe(0);
  return differences.map(({ name, kind, orderNumber }) => [orderNumber, name, kind]);
}

/** Toss lists nothing of a payment until the test ends. */
const hide = ({ payment }: Sale) =>
  listed((rows) => rows.filter(({ about }) => about.paymentKey !== payment.gatewayPaymentKey));

test("an acquisition that came late does not hide what the gateway does not settle", async () => {
  const late = await aPaidPayment();
  await passNights(8, turnClock);
  const day = seoulDate(now());
  const hidden = await aPaidPayment();
  hide(hidden);
  await acquire(hidden);
  await passNights(2, turnClock);
  await acquire(late);
  await passNights(3, turnClock);
  const missing = [[hidden.order.number, "missing_there", "capture"]];
  expect(await differencesIn(day)).toEqual(missing);
  // The shop's calls tell what it had acquired, also after the contract was changed.
  env().toss.acquisition = "automatic";
  expect(await differencesIn(day)).toEqual(missing);
});

test("a weekly contract: what was acquired since last Sunday is not missing", async () => {
  await toss.contract({ acquisition: "manual", cycle: "weekly" });
  await acquire(await aPaidPayment());
  await passNights(8, turnClock);
  const day = seoulDate(now());
  await acquire(await aPaidPayment());
  for (let night = 0; night < 8; night += 1) {
    await passNights(1, turnClock);
    expect(await differencesIn(day)).toEqual([]);
  }
});

test("what waits to be acquired is named so, what was refunded before is nothing, and what was just requested neither", async () => {
  const day = seoulDate(now());
  const [settled, waiting, refunded, inPart] = [
    await aPaidPayment(),
    await aPaidPayment(),
    await aPaidPayment(),
    await aPaidPayment(),
  ];
  await acquire(settled);
  await toss.payments.cancel(refunded.paymentKey, { reason: "변심" });
  await toss.payments.cancel(inPart.paymentKey, { reason: "변심", amount: 4_000 });
  await lookAndRecord(refunded.payment.id);
  await lookAndRecord(inPart.payment.id);
  await passNights(3, turnClock);
  const later = [
    [inPart.order.number, "not_acquired", "capture"],
    [inPart.order.number, "not_acquired", "refund"],
  ];
  const found = await differencesIn(day);
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([[waiting.order.number, "not_acquired", "capture"], ...later]),
  );

  await acquire(waiting);
  expect(await differencesIn(day)).toEqual(later);
  await passNights(2, turnClock);
  expect(await differencesIn(day)).toEqual(later);
});
