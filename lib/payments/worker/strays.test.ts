import { afterEach, beforeEach, expect, test } from "vitest";
import { newsInbox } from "@/db/desk/lists";
import { db, transaction } from "@/db/store";
import { strayByKey } from "@/db/strays";
import { listenForAlarms } from "@/testing/alarms";
import { letClockRun, stopClock } from "@/testing/clock";
import { emptyShop } from "@/testing/empty";
import { fault, takeMoney, toss, turnClock, withPairs } from "@/testing/gateway";
import { minutes, now } from "../../clock";
import { resolveNeed } from "../../desk/acts/needs";
import { straysPage } from "../../desk/read/lists";
import type { Staff } from "../../desk/staff/permissions";
import { seoulTime } from "../../seoul";
import { env } from "../../settings/env";
import { hasOurMark, newAttemptName } from "../checkout/attempt-name";
import { readDay } from "./daily-look";
import { receive, workOnNews } from "./inbox";
import { reconcileOnce } from "./reconcile";

const manager = { id: "mina", name: "Mina", role: "manager" } as Staff;
const widget = { gateway: "toss", keyPair: "widget", live: false } as const;
const today = () => seoulTime(now()).slice(0, 10);

beforeEach(async () => {
  stopClock();
  withPairs("widget");
  await transaction(emptyShop);
});
afterEach(letClockRun);

/** An order that was paid and that the books have lost. */
async function aLostOrder(name = newAttemptName({ number: "ORD-20261129-7K3M9Q" }, 1)) {
  const { paymentKey } = await toss.payments.open({ orderId: name, amount: 29_000 });
  await takeMoney({ paymentKey, orderId: name, amount: 29_000 });
  return { name, paymentKey };
}

const done = (orderId: string) =>
  JSON.stringify({ eventType: "PAYMENT_STATUS_CHANGED", data: { orderId, status: "DONE" } });

async function hears(orderId: string) {
  const id = await receive("toss", done(orderId), new Headers(), now());
  if (id) await workOnNews(id);
  return (await newsInbox(db, undefined, undefined, 10))[0];
}

const strays = async () => (await straysPage(manager)).rows;

test("a webhook about a paid order of ours that is in no book needs a person, once", async () => {
  const { name, paymentKey } = await aLostOrder();
  const alarms = listenForAlarms();
  expect(await hears(name)).toMatchObject({ state: "done", note: "stray" });
  await hears(name);
  expect(await readDay(widget, today())).toMatchObject({ notOurs: 1, strays: 0 });
  expect(await strays()).toMatchObject([
    { gatewayOrderId: name, paymentKey, amount: 29_000, currency: "KRW" },
  ]);
  expect(alarms()).toMatchObject([{ why: "not_in_books", code: "ORD-20261129-7K3M9Q" }]);
});

test("the daily list reports it too, and what was refunded of it", async () => {
  const { paymentKey } = await aLostOrder();
  await toss.payments.cancel(paymentKey, { reason: "콘솔", amount: 9_000 });
  expect(await readDay(widget, today())).toMatchObject({ strays: 1 });
  expect(await strays()).toMatchObject([{ paymentKey, refunded: 9_000 }]);
});

test("staff record what they did about it, and it is not shown again", async () => {
  const { name, paymentKey } = await aLostOrder();
  await hears(name);
  const [need] = await strays();
  await resolveNeed(manager, need?.id ?? "", { note: "콘솔에서 환불함", address: "203.0.113.7" }, now());
  expect(await strays()).toEqual([]);
  await readDay(widget, today());
  expect(await strays()).toEqual([]);
  expect(await strayByKey(db, "toss", paymentKey)).toBeDefined();
});

test("an order of a shop at another address does not count", async () => {
  const settings = env();
  const { appUrl } = settings;
  settings.appUrl = "https://another.example";
  const theirs = newAttemptName({ number: "ORD-20261129-7K3M9Q" }, 1);
  settings.appUrl = appUrl;
  expect(hasOurMark(theirs)).toBe(false);
  await aLostOrder(theirs);
  expect(await hears(theirs)).toMatchObject({ note: "not_ours" });
  expect(await readDay(widget, today())).toMatchObject({ notOurs: 1, strays: 0 });
  expect(await strays()).toEqual([]);
});

test("an attempt without a charge does not count", async () => {
  const name = newAttemptName({ number: "ORD-20261129-7K3M9Q" }, 2);
  await toss.payments.open({ orderId: name, amount: 29_000 });
  expect(await hears(name)).toMatchObject({ state: "done", note: "not_ours" });
  expect(await strays()).toEqual([]);
});

test("a gateway that does not answer is asked again", async () => {
  const { name } = await aLostOrder();
  const { mend } = await fault("away", { operation: "look" });
  expect(await hears(name)).toMatchObject({ state: "failed", note: "no_answer" });
  expect(await readDay(widget, today())).toMatchObject({ is: "unknown" });
  await mend();
  await turnClock(minutes(5));
  await reconcileOnce();
  expect(await strays()).toMatchObject([{ gatewayOrderId: name }]);
});
