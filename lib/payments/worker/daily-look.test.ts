import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { dailyLookOf } from "@/db/daily-looks";
import { newsInbox } from "@/db/desk/lists";
import { disputesOf } from "@/db/disputes";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { setOurClock } from "@/testing/clock";
import {
  looksAt,
  takeMoney,
  toss,
  fault as tossFault,
  withLongestAccount,
  withPairs,
} from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  aPaidPayment,
  callsNow,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { untilLook } from "@/testing/nights";
import { anotherProgram, stripe, fault as stripeFault, turnClock } from "@/testing/stripe";
import {
  aDollarOrder,
  anOpenPage,
  aPageWish,
  aPaidIntent,
  aPaidPage,
  payOnPage,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now, seconds } from "../../clock";
import { gateway, useGateways } from "../../gateways";
import { seoulTime } from "../../seoul";
import { env } from "../../settings/env";
import { openStripe } from "../stripe/open";
import { lookDaily, readDay } from "./daily-look";
import { reconcileOnce } from "./reconcile";

// Every webhook is lost. What staff did in the gateways' consoles, and what banks did on their own, is found the next
// day in the gateways' lists.

/** One Toss key pair, so that there is one Toss list. */
const oneMerchant = () => withPairs("widget");

const widget = { gateway: "toss", keyPair: "widget", live: false } as const;
const ofStripe = { gateway: "stripe", keyPair: "stripe", live: false } as const;

afterEach(() => useGateways());

/** Moves the clock past the end of the Seoul day plus the margin, and runs the shop's loops. */
async function nextDay() {
  await turnClock(untilLook());
  await lookAndWork();
}

async function lookAndWork() {
  await lookDaily(now());
  for (let turn = 0; turn < 20 && (await reconcileOnce()).news > 0; turn += 1) await turnClock(seconds(2));
}

const inConsole = (payment: Payment, amount?: number) =>
  toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔", ...(amount && { amount }) });

/** What the daily look put into the inbox. */
const found = async () =>
  (await newsInbox(db, undefined, undefined, 100)).filter(({ key }) => key.startsWith("list:"));

const day = () => seoulTime(now()).slice(0, 10);

describe("Toss: a lost webhook is made up for the next day", () => {
  beforeEach(oneMerchant);

  test("a refund in the console, and another one", async () => {
    const { order, payment } = await aPaidPayment();
    await inConsole(payment, 4_000);
    await turnClock(seconds(5));
    await inConsole(payment, 5_000);
    await nextDay();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", refunded: 9_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a charge of an order that had ended", async () => {
    const { order, payment } = await anAttempt();
    const { paymentKey } = await toss.payments.open({
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
    });
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    await nextDay();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("what the books have is not queried again", async () => {
    const { payment } = await aPaidPayment();
    const before = await looksAt(payment.gatewayOrderId);
    await nextDay();
    expect(await looksAt(payment.gatewayOrderId)).toBe(before);
    expect(await found()).toEqual([]);
  });

  test("what belongs to no order of ours is counted, and causes no alarm and no row", async () => {
    const alarms = listenForAlarms();
    const { paymentKey } = await toss.payments.open({ orderId: "ANOTHER-SHOP-1", amount: 7_000 });
    await takeMoney({ paymentKey, orderId: "ANOTHER-SHOP-1", amount: 7_000 });
    expect(await readDay(widget, day())).toEqual({ listed: 1, found: 0, notOurs: 1, strays: 0 });
    await nextDay();
    expect(await found()).toEqual([]);
    expect(alarms()).toEqual([]);
  });

  test("a refund just before midnight, and one just after, by clocks some minutes apart", async () => {
    const { payment } = await aPaidPayment();
    const toMidnight = days(1) - (Date.parse(`1970-01-01T${seoulTime(now()).slice(11)}Z`) % days(1));
    await turnClock(toMidnight - seconds(2));
    await inConsole(payment, 1_000);
    await turnClock(seconds(4));
    await inConsole(payment, 2_000);
    setOurClock(minutes(10));
    await nextDay();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 3_000 });
  });
});

test("a deposit that the bank reversed: the order waits again", async () => {
  withLongestAccount(200);
  const { order, payment, paymentKey } = await anAccount(undefined, { validHours: 200 });
  await toss.payments.deposit(paymentKey);
  await nextDay();
  expect(await orderNow(order)).toMatchObject({ status: "paid" });
  await toss.payments.reverseDeposit(paymentKey);
  await nextDay();
  expect(await orderNow(order)).toMatchObject({ status: "waiting_for_deposit" });
  await toss.payments.deposit(paymentKey);
  await nextDay();
  expect(await orderNow(order)).toMatchObject({ status: "paid" });
  expect(await paymentNow(payment)).toMatchObject({ reversals: 1 });
  expect(await auditOrder(order.id)).toEqual([]);
});

describe("Stripe: a lost webhook is made up for the next day", () => {
  /** A paid payment with no other look due. */
  const aRecordedPayment = async () => {
    const paid = await aPaidIntent();
    await turnClock(minutes(2));
    await reconcileOnce();
    return paid;
  };

  test("a refund in the dashboard", async () => {
    const { order, payment, intentId } = await aRecordedPayment();
    await anotherProgram().refunds.create({ payment_intent: intentId, amount: 1_000 });
    await nextDay();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 1_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a dispute, another payment's inquiry, and how the bank decided", async () => {
    const disputed = await aRecordedPayment();
    const asked = await aRecordedPayment();
    const dispute = await stripe.disputes.open(disputed.intentId, {});
    await stripe.disputes.open(asked.intentId, { inquiry: true });
    await nextDay();
    expect(await disputesOf(db, disputed.payment.id)).toMatchObject([{ state: "open" }]);
    expect(await disputesOf(db, asked.payment.id)).toMatchObject([{ state: "inquiry" }]);
    await stripe.disputes.win(dispute.id);
    await nextDay();
    expect(await disputesOf(db, disputed.payment.id)).toMatchObject([{ state: "won" }]);
    expect(await auditOrder(disputed.order.id)).toEqual([]);
  });

  test("a page that was paid", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    // Until then Stripe's balance has no row for it.
    await stripe.clock.advance(minutes(1));
    expect(await readDay(ofStripe, day())).toMatchObject({ found: 1, notOurs: 0 });
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("a page that was paid and whose opening was never answered: the list has its id", async () => {
    const order = await aDollarOrder();
    const lost = await stripeFault("drop_after", { operation: "create_session" });
    const { payment } = await openStripe(order, aPageWish);
    await lost.mend();
    const [session] = await stripe.sessions.list(payment.gatewayOrderId);
    await stripe.sessions.pay(session?.id ?? "");
    await stripe.clock.advance(minutes(1));
    expect(await readDay(ofStripe, day())).toMatchObject({ found: 1 });
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await callsNow(payment)).toMatchObject([{ kind: "create", state: "done" }]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("partial refunds, several pages of them", async () => {
    const { order, payment, intentId } = await aRecordedPayment();
    for (let n = 0; n < 120; n += 1)
      await anotherProgram().refunds.create({ payment_intent: intentId, amount: 10 });
    await nextDay();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 1_200 });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("a day with more than one page", () => {
  beforeEach(oneMerchant);

  /** Toss returns two changes per page. */
  function smallPages() {
    const toss = gateway("toss");
    let pages = 0;
    useGateways({
      toss: {
        ...toss,
        async changes(pair, span, cursor) {
          pages += 1;
          const all = await toss.changes(pair, span, null);
          if (all.is === "unknown") return all;
          const from = cursor === null ? 0 : Number(cursor);
          const next = from + 2 < all.changes.length ? String(from + 2) : null;
          return { is: "seen", changes: all.changes.slice(from, from + 2), next };
        },
      },
    });
    return () => pages;
  }

  test("the process ends in the middle: another one continues there, and everything is found", async () => {
    const { payment } = await aPaidPayment();
    for (const amount of [1_000, 2_000, 3_000, 4_000]) {
      await inConsole(payment, amount);
      await turnClock(seconds(2));
    }
    const pages = smallPages();
    let dies = true;
    const small = gateway("toss");
    useGateways({
      toss: {
        ...small,
        async changes(pair, span, cursor) {
          if (cursor === "2" && dies) throw new Error("the process ended");
          return small.changes(pair, span, cursor);
        },
      },
    });
    await nextDay();
    expect(await dailyLookOf(db, widget)).toMatchObject({ cursor: "2", finishedAt: null });
    dies = false;
    await turnClock(minutes(3));
    await lookAndWork();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 10_000 });
    expect(await dailyLookOf(db, widget)).toMatchObject({ cursor: null, day: day() });
    expect(pages()).toBe(3);
  });

  test("two instances at once: each page is read, each refund is found once", async () => {
    const { payment } = await aPaidPayment();
    for (const amount of [1_000, 2_000, 3_000]) {
      await inConsole(payment, amount);
      await turnClock(seconds(2));
    }
    smallPages();
    await turnClock(days(1) + hours(2));
    await Promise.all([lookDaily(now()), lookDaily(now()), lookDaily(now())]);
    await lookAndWork();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 6_000 });
    expect(new Set((await found()).map(({ key }) => key)).size).toBe((await found()).length);
    expect(await found()).toHaveLength(3);
  });

  test("Toss's own pages of a hundred", async () => {
    const { payment } = await aPaidPayment();
    for (let n = 0; n < 130; n += 1) await inConsole(payment, 10);
    await nextDay();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 1_300 });
  });
});

describe("when it cannot read the list", () => {
  beforeEach(oneMerchant);

  test("the shop was down for five days: it reads each of them", async () => {
    const { payment } = await aPaidPayment();
    await nextDay();
    await turnClock(days(2));
    await inConsole(payment, 4_000);
    await turnClock(days(3));
    await lookAndWork();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 4_000 });
    expect(await dailyLookOf(db, widget)).toMatchObject({ day: day() });
  });

  test("the list fails: it is retried, ever more rarely, and after six hours a person is asked", async () => {
    const { payment } = await aPaidPayment();
    await inConsole(payment, 4_000);
    const alarms = listenForAlarms();
    const broken = await tossFault("error", { operation: "transactions", code: "TOO_MANY_REQUESTS" });
    await nextDay();
    expect(await dailyLookOf(db, widget)).toMatchObject({ tries: 1, failingSince: now() });
    for (let hour = 0; hour < 5; hour += 1) {
      await turnClock(hours(1));
      await lookDaily(now());
    }
    expect(alarms()).toEqual([]);
    await turnClock(hours(1));
    await lookDaily(now());
    expect(alarms()).toMatchObject([
      { gateway: "toss", key_pair: "widget", why: "error", code: "TOO_MANY_REQUESTS" },
    ]);
    await broken.mend();
    await turnClock(hours(1));
    await lookAndWork();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 4_000 });
    expect(await dailyLookOf(db, widget)).toMatchObject({ tries: 0, failingSince: null });
  });

  test("keys without the permission: a person is asked at once, and the other gateway's list is read", async () => {
    const { payment } = await aPaidPayment();
    await inConsole(payment, 4_000);
    const alarms = listenForAlarms();
    const keys = env().stripe.keys;
    if (!keys) throw new Error("There are no keys.");
    env().stripe.keys = { ...keys, secretKey: "sk_test_of_nobody" };
    onTestFinished(() => {
      env().stripe.keys = keys;
    });
    await nextDay();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 4_000 });
    expect(alarms()).toMatchObject([{ gateway: "stripe", why: "setup" }]);
    expect(await dailyLookOf(db, ofStripe)).toMatchObject({ tries: 1, failingSince: expect.any(Date) });
  });

  test("a page that no longer exists: the day is started again", async () => {
    const { payment } = await aPaidPayment();
    await inConsole(payment, 4_000);
    const real = gateway("toss");
    let isLost = true;
    useGateways({
      toss: {
        ...real,
        async changes(pair, span, cursor) {
          if (cursor === "lost") return { is: "unknown", why: "error", code: "400" };
          if (isLost) {
            isLost = false;
            return { is: "seen", changes: [], next: "lost" };
          }
          return real.changes(pair, span, cursor);
        },
      },
    });
    await nextDay();
    for (let n = 0; n < 4; n += 1) {
      await turnClock(hours(1));
      await lookAndWork();
    }
    expect(await paymentNow(payment)).toMatchObject({ refunded: 4_000 });
  });
});

test("a query without an answer is repeated until there is one", async () => {
  const { payment } = await aPaidPayment();
  await inConsole(payment, 4_000);
  const away = await tossFault("away", { operation: "look" });
  await nextDay();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 0 });
  await away.mend();
  await turnClock(hours(2));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 4_000 });
});

test("days can be read again by hand: nothing is found twice, and what is known stays as it is", async () => {
  const { payment } = await aPaidPayment();
  const { payment: other } = await anAuthenticatedPayment();
  await inConsole(payment, 4_000);
  expect(await readDay(widget, day())).toEqual({ listed: 2, found: 1, notOurs: 0, strays: 0 });
  expect(await readDay(widget, day())).toEqual({ listed: 2, found: 0, notOurs: 0, strays: 0 });
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 4_000 });
  expect(await readDay(widget, day())).toEqual({ listed: 2, found: 0, notOurs: 0, strays: 0 });
  expect(await paymentNow(other)).toMatchObject({ status: "ready" });
});

test("a shop that starts today has no day to read", async () => {
  await aPaidPage();
  await lookDaily(now());
  expect(await dailyLookOf(db, ofStripe)).toMatchObject({ day: day(), finishedAt: null });
  expect(await stripe.requests()).not.toContainEqual(
    expect.objectContaining({ operation: "list_balance_transactions" }),
  );
});
