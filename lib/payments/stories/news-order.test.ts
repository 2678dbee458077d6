import { describe, expect, test } from "vitest";
import { keepNews, newsByKey } from "@/db/inbox";
import { type Payment, webhookInbox } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { setOurClock } from "@/testing/clock";
import { betweenLooks } from "@/testing/double";
import { looksAt, toss, turnClock } from "@/testing/gateway";
import { anAccount, aPaidPayment, orderNow, paymentNow } from "@/testing/makers";
import { hours, minutes, now, seconds } from "../../clock";
import { receive, workOnNews } from "../worker/inbox";
import { reconcileOnce } from "../worker/reconcile";

// Servers' clocks differ and can be set back. That must neither lose a webhook nor let a flood in.

let deliveries = 0;

async function deliver({ gatewayOrderId }: Payment) {
  deliveries += 1;
  const key = `w${deliveries}`;
  const body = JSON.stringify({ data: { orderId: gatewayOrderId, n: deliveries } });
  const id = await receive("toss", body, new Headers({ "tosspayments-webhook-transmission-id": key }), now());
  return { key, id: id ?? "" };
}

const hear = async (payment: Payment) => {
  const { key, id } = await deliver(payment);
  await workOnNews(id);
  return key;
};

/** Runs the shop, two seconds at a time, until nothing is waiting. */
async function untilQuiet() {
  for (let turn = 0; turn < 5; turn += 1) {
    await turnClock(seconds(2));
    await reconcileOnce();
  }
}

const inConsole = (payment: Payment) =>
  toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔" });

describe("rule 23: a webhook that came after a query began is queried again", () => {
  test.each([
    ["set back by three seconds", -seconds(3)],
    ["set back by an hour", -hours(1)],
    ["set forward by ten minutes", minutes(10)],
  ])("the clock was %s in between", async (_, ms) => {
    const { payment } = await aPaidPayment();
    await hear(payment);
    setOurClock(ms);
    await inConsole(payment);
    await hear(payment);
    await untilQuiet();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000 });
  });

  test.each([seconds(3), minutes(4)])(
    "the instance that queried has a clock %i ms ahead of the one that received",
    async (ahead) => {
      const { payment } = await aPaidPayment();
      setOurClock(ahead);
      await hear(payment);
      setOurClock(-ahead);
      await inConsole(payment);
      await hear(payment);
      await untilQuiet();
      expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000 });
    },
  );

  test("a webhook about a deposit came after the clock had been set back", async () => {
    const { order, payment, paymentKey } = await anAccount();
    await hear(payment);
    setOurClock(-minutes(5));
    await toss.payments.deposit(paymentKey);
    await hear(payment);
    await untilQuiet();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("a webhook came while the query was running", async () => {
    const { payment } = await aPaidPayment();
    let later: { key: string; id: string } | undefined;
    betweenLooks(async (look) => {
      later ??= await deliver(payment);
      return look;
    });
    await hear(payment);
    expect(await newsByKey(db, "toss", later?.key ?? "")).toMatchObject({ state: "new", note: null });
    await untilQuiet();
    expect(await newsByKey(db, "toss", later?.key ?? "")).toMatchObject({ state: "done", note: "looked" });
  });
});

test("a webhook that was there when a query began needs no other query, whatever the clocks say", async () => {
  const { payment } = await aPaidPayment();
  setOurClock(minutes(7));
  const early = await deliver(payment);
  setOurClock(-minutes(9));
  const before = await looksAt(payment.gatewayOrderId);
  await hear(payment);
  await workOnNews(early.id);
  await untilQuiet();
  expect(await newsByKey(db, "toss", early.key)).toMatchObject({ note: "seen_by_a_later_look" });
  expect(await looksAt(payment.gatewayOrderId)).toBe(before + 1);
});

test("a flood received in turn by two clocks nine minutes apart causes one query in two seconds", async () => {
  const { payment } = await aPaidPayment();
  const before = await looksAt(payment.gatewayOrderId);
  for (let n = 0; n < 20; n += 1) {
    setOurClock(n % 2 === 0 ? minutes(9) : -minutes(9));
    await hear(payment);
  }
  expect(await looksAt(payment.gatewayOrderId)).toBe(before + 1);
});

test("a row without a serial, from an earlier release, is always queried", async () => {
  const { payment } = await aPaidPayment();
  await hear(payment);
  await inConsole(payment);
  const { key } = await deliver(payment);
  await transaction((tx) => tx.update(webhookInbox).set({ serial: null }));
  await untilQuiet();
  expect(await newsByKey(db, "toss", key)).toMatchObject({ note: "looked" });
});

test("serials increase with each stored row, also with many at once", async () => {
  const row = (n: number) => ({
    id: `in_serial_${n}`,
    gateway: "toss" as const,
    key: `serial-${n}`,
    state: "done" as const,
    tries: 0,
    receivedAt: now(),
    nextAt: now(),
  });
  const first = await transaction((tx) => keepNews(tx, row(0)));
  const many = await Promise.all([1, 2, 3, 4, 5].map((n) => transaction((tx) => keepNews(tx, row(n)))));
  const last = await transaction((tx) => keepNews(tx, row(6)));
  const serials = many.map((kept) => kept?.serial ?? 0);
  expect(Math.min(...serials)).toBeGreaterThan(first?.serial ?? Number.POSITIVE_INFINITY);
  expect(last?.serial).toBeGreaterThan(Math.max(...serials));
});
