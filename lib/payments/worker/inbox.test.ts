import { createHash, randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { transfersOf } from "@/db/books";
import { newsByKey } from "@/db/inbox";
import { db, forgetCounts } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { betweenLooks } from "@/testing/double";
import { fault, looksAt, takeMoney, toss, turnClock } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { days, minutes, now, seconds } from "../../clock";
import { watchCallers } from "../../http/caller";
import { mayLook } from "../../limits/news";
import { env } from "../../settings/env";
import { receive, startWork, workOnNews } from "./inbox";
import { erase, reconcileOnce } from "./reconcile";

watchCallers();

/** Delivers a webhook as Toss sends it; `id` is the transmission id, which a retry repeats. */
async function deliver(body: string, id?: string) {
  const headers = new Headers(id ? { "tosspayments-webhook-transmission-id": id } : {});
  return receive("toss", body, headers, now());
}

const aboutOrder = (orderId: string, status = "DONE") =>
  JSON.stringify({ eventType: "PAYMENT_STATUS_CHANGED", data: { orderId, status } });

const rowOf = (key: string) => newsByKey(db, "toss", key);

/** A webhook that names nothing of ours is keyed by its body, not by its delivery id. */
const strangeRowOf = (body: string) => rowOf(createHash("sha256").update(body).digest("hex"));

describe("rule 23: a webhook is a hint, and a query finds the truth", () => {
  test("the shopper's refund account is removed before it is stored", async () => {
    const { payment } = await anAttempt();
    const refundReceiveAccount = { bankCode: "20", accountNumber: "1002123456789", holderName: "김민아" };
    for (const orderId of ["o-1", payment.gatewayOrderId]) {
      const sent = JSON.stringify({ data: { orderId, virtualAccount: { refundReceiveAccount } } });
      await deliver(sent, "w-account");
      const row = orderId === "o-1" ? await strangeRowOf(sent) : await rowOf("w-account");
      expect(row?.body).toBe(
        JSON.stringify({ data: { orderId, virtualAccount: { refundReceiveAccount: null } } }),
      );
    }
  });

  test("a true one records the payment, before the shopper returns", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    await work(await deliver(aboutOrder(payment.gatewayOrderId), "w1"));
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await rowOf("w1")).toMatchObject({ state: "done", note: "looked", paymentId: payment.id });
  });

  test("a forged one changes nothing", async () => {
    const { order, payment } = await anAuthenticatedPayment();
    await work(await deliver(aboutOrder(payment.gatewayOrderId, "DONE"), "forged"));
    expect((await paymentNow(payment)).status).toBe("ready");
    expect((await orderNow(order)).status).toBe("open");
    expect(await transfersOf(db, order.id)).toEqual([]);
  });

  test("a forged one that a paid payment was canceled changes nothing either", async () => {
    const { payment } = await aPaidPayment();
    await work(await deliver(aboutOrder(payment.gatewayOrderId, "CANCELED"), "forged"));
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", refunded: 0 });
  });

  test("fifty forged ones in two seconds cause one query", async () => {
    const { payment } = await anAuthenticatedPayment();
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, n) => deliver(aboutOrder(payment.gatewayOrderId, `S${n}`), `f${n}`)),
    );
    await Promise.all(ids.map(work));
    for (let tick = 0; tick < 2; tick += 1) {
      turnOurClock(900);
      await reconcileOnce();
    }
    expect(await looksAt(payment.gatewayOrderId)).toBe(1);
    turnOurClock(200);
    while ((await reconcileOnce()).news > 0) turnOurClock(1);
    // All of them had arrived when the look began.
    expect(await looksAt(payment.gatewayOrderId)).toBe(1);
    await work(await deliver(aboutOrder(payment.gatewayOrderId, "later"), "later"));
    expect(await looksAt(payment.gatewayOrderId)).toBe(2);
    expect(await rowOf("f49")).toMatchObject({ state: "done" });
  });

  test("one that came before the query began is answered by that query", async () => {
    const { payment } = await anAuthenticatedPayment();
    const early = await deliver(aboutOrder(payment.gatewayOrderId, "A"), "early");
    turnOurClock(1);
    await work(await deliver(aboutOrder(payment.gatewayOrderId, "B"), "late"));
    await work(early);
    expect(await looksAt(payment.gatewayOrderId)).toBe(1);
    expect(await rowOf("early")).toMatchObject({ state: "done", note: "seen_by_a_later_look" });
  });

  test("an unknown reference is stored, and not queried", async () => {
    await work(await deliver(aboutOrder("ORD-20260101-STRANGE-1"), "stranger"));
    await work(await deliver(JSON.stringify({ data: { paymentKey: "nobody-knows-this" } }), "stranger2"));
    expect(await toss.requests()).toEqual([]);
    expect(await strangeRowOf(aboutOrder("ORD-20260101-STRANGE-1"))).toMatchObject({
      state: "done",
      note: "not_ours",
      paymentId: null,
      body: aboutOrder("ORD-20260101-STRANGE-1"),
    });
  });

  test.each([
    "",
    "not json",
    "[]",
    "null",
    '{"data":7}',
    "{}",
    '{"orderId":""}',
    "\u0000\ud800",
    '{"data":{"orderId":"\\u0000","paymentKey":"\\ud800"}}',
  ])("a body that says nothing is stored, and queries nothing: %j", async (body) => {
    await work(await deliver(body, "odd"));
    expect(await strangeRowOf(body)).toMatchObject({ state: "done", note: "not_understood" });
    expect(await toss.requests()).toEqual([]);
  });

  test("it may name the payment by its key alone", async () => {
    const { payment, paymentKey } = await aPaidPayment();
    await toss.payments.cancel(paymentKey, { amount: 1_000, reason: "콘솔" });
    await work(await deliver(JSON.stringify({ data: { paymentKey } }), "by-key"));
    expect(await paymentNow(payment)).toMatchObject({ refunded: 1_000 });
  });

  test("an expired window does not end an attempt that another window may still pay", async () => {
    const { payment } = await anAttempt();
    await toss.payments.open({
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
      authenticate: false,
    });
    await turnClock(seconds(31 * 60));
    await work(await deliver(aboutOrder(payment.gatewayOrderId, "EXPIRED"), "expired"));
    expect((await paymentNow(payment)).status).toBe("ready");
    expect(await confirmWith(payment, await authenticate(payment))).toMatchObject({ status: "paid" });
  });
});

test("a webhook about an expired window finds the charge of the attempt's other window", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  const other = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount: payment.amount,
    authenticate: false,
  });
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  const data = { orderId: payment.gatewayOrderId, paymentKey: other.paymentKey, status: "EXPIRED" };
  await work(await deliver(JSON.stringify({ eventType: "PAYMENT_STATUS_CHANGED", data }), "w2"));
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
});

describe("rule 23: a duplicate", () => {
  test("ten deliveries of one event are one row, and are recorded once", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    const body = aboutOrder(payment.gatewayOrderId);
    const ids = await Promise.all(Array.from({ length: 10 }, () => deliver(body, "same")));
    await Promise.all(ids.map(work));
    expect(new Set(ids).size).toBe(1);
    expect(await looksAt(payment.gatewayOrderId)).toBe(1);
    expect((await storyOf(order)).filter((kind) => kind === "payment_paid")).toHaveLength(1);
    expect(await deliver(body, "same")).toBeUndefined();
  });

  test("of an unfinished row processes it", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    const first = await deliver(aboutOrder(payment.gatewayOrderId), "twice");
    const second = await deliver(aboutOrder(payment.gatewayOrderId), "twice");
    expect(second).toBe(first);
    await work(second);
    expect((await paymentNow(payment)).status).toBe("paid");
  });

  test("without a delivery id, the same body is the same event, and another body another", async () => {
    const { payment } = await anAttempt();
    const first = await deliver(aboutOrder(payment.gatewayOrderId, "A"));
    expect(await deliver(aboutOrder(payment.gatewayOrderId, "A"))).toBe(first);
    expect(await deliver(aboutOrder(payment.gatewayOrderId, "B"))).not.toBe(first);
  });
});

describe("rule 23: interrupted work is repeated", () => {
  test("the gateway is away: the row failed, and is retried at longer and longer intervals until it answers", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    const away = await fault("away");
    await work(await deliver(aboutOrder(payment.gatewayOrderId), "w1"));
    expect(await rowOf("w1")).toMatchObject({ state: "failed", note: "no_answer", tries: 1 });
    turnOurClock(seconds(20) - 1);
    expect((await reconcileOnce()).news).toBe(0);
    turnOurClock(1);
    expect((await reconcileOnce()).news).toBe(1);
    expect(await rowOf("w1")).toMatchObject({ tries: 2 });
    await away.mend();
    turnOurClock(seconds(40));
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("paid");
    expect(await rowOf("w1")).toMatchObject({ state: "done", tries: 3 });
  });

  test("the process died half-way: after its lease reconcile processes the row again", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    const held = await fault("hold", { operation: "look", times: 1 });
    const dying = work(await deliver(aboutOrder(payment.gatewayOrderId), "w1"));
    await expect.poll(held.holding).toBe(1);
    turnOurClock(seconds(59));
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("ready");
    turnOurClock(seconds(1));
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("paid");
    await held.release();
    await dying;
    expect(await rowOf("w1")).toMatchObject({ state: "done" });
  });

  test("a row whose processing throws is stored as failed, and processed again", async () => {
    const { payment } = await anAuthenticatedPayment();
    let broken = true;
    betweenLooks(async (look) => {
      if (broken) throw new Error("a bug");
      return look;
    });
    await work(await deliver(aboutOrder(payment.gatewayOrderId), "w1"));
    expect(await rowOf("w1")).toMatchObject({ state: "failed", note: "error" });
    broken = false;
    turnOurClock(seconds(20));
    await reconcileOnce();
    expect(await rowOf("w1")).toMatchObject({ state: "done", note: "looked" });
  });
});

test("rule 23: bodies are erased after ninety days, and the results stay", async () => {
  const { payment } = await aPaidPayment();
  await work(await deliver(aboutOrder(payment.gatewayOrderId), "w1"));
  turnOurClock(days(90) - 1);
  await erase(now());
  expect((await rowOf("w1"))?.body).toBe(aboutOrder(payment.gatewayOrderId));
  turnOurClock(1);
  await erase(now());
  expect(await rowOf("w1")).toMatchObject({ body: null, state: "done", paymentId: payment.id });
});

describe("rule 23: a webhook that anybody may have sent", () => {
  const strange = (size = 0) => aboutOrder(`ORD-${randomUUID()}`, "x".repeat(size));

  test("is stored as its hash and its first KiB, and erased after a day", async () => {
    const [first, last] = [strange(60_000), strange()];
    await deliver(first);
    await deliver(last);
    expect(await strangeRowOf(first)).toMatchObject({ state: "done", body: first.slice(0, 1_024) });
    turnOurClock(days(1));
    await erase(now());
    expect(await strangeRowOf(first)).toBeUndefined();
    // Looks use the newest row to mark what they have seen, so it is deleted only after a newer one arrives.
    expect(await strangeRowOf(last)).toBeDefined();
    const { payment } = await anAttempt();
    await work(await deliver(aboutOrder(payment.gatewayOrderId), "newer"));
    await erase(now());
    expect(await strangeRowOf(last)).toBeUndefined();
    expect(await rowOf("newer")).toBeDefined();
  });

  test("is stored thirty times an hour at most, and a webhook that names our payment is still accepted", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const bodies = Array.from({ length: 200 }, () => strange());
    await Promise.all(bodies.map((body) => deliver(body)));
    const kept = (await Promise.all(bodies.map(strangeRowOf))).filter(Boolean);
    expect(kept.length).toBeLessThanOrEqual(30);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    await work(await deliver(aboutOrder(payment.gatewayOrderId), "genuine"));
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("in the name of our payment is stored whole sixty times an hour; the true webhook counts after that", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const about = (n: number) => aboutOrder(payment.gatewayOrderId, `${n}`.padEnd(20_000, "x"));
    for (let n = 0; n < 200; n += 1) await deliver(about(n), `flood-${n}`);
    const rows = (await Promise.all(Array.from({ length: 200 }, (_, n) => rowOf(`flood-${n}`)))).filter(
      Boolean,
    );
    expect(rows).toHaveLength(60);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    // A row of the flood is waiting, and its look will see what this one reports.
    expect(await deliver(aboutOrder(payment.gatewayOrderId), "genuine")).toBeUndefined();
    await reconcileOnce();
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("beyond that, webhooks that come during the flood are stored, and queried themselves", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    for (let n = 0; n < 70; n += 1) await deliver(aboutOrder(payment.gatewayOrderId, `${n}`), `flood-${n}`);
    let paid = false;
    betweenLooks(async (look) => {
      if (paid) return look;
      paid = true;
      await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
      await deliver(aboutOrder(payment.gatewayOrderId).padEnd(3_000), "genuine");
      return look;
    });
    await reconcileOnce();
    expect((await orderNow(order)).status).toBe("open");
    expect((await rowOf("genuine"))?.body).toHaveLength(1_024);
    turnOurClock(seconds(2));
    while ((await reconcileOnce()).news > 0) turnOurClock(seconds(2));
    expect((await orderNow(order)).status).toBe("paid");
  });
});

describe("rule 23: a flood from one address, about payments of its own", () => {
  const from = (caller: string, body: string) =>
    receive("toss", body, new Headers({ "x-twotrack-caller": caller }), now());

  test("fills no disk: beyond the address's share it is cut, and the gateway's own webhooks are not", async () => {
    // 41 KiB instead of 4 MiB.
    await withRateLimitFactor(0.01);
    const bodies: string[] = [];
    for (let payments = 0; payments < 4; payments += 1) {
      const { payment } = await anAttempt();
      for (let n = 0; n < 2; n += 1)
        bodies.push(aboutOrder(payment.gatewayOrderId, `${n}`.padEnd(15_000, "x")));
    }
    for (const body of bodies) await from("198.51.100.9", body);
    const kept = (await Promise.all(bodies.map(strangeRowOf))).map((row) => row?.body?.length);
    expect(kept.map((length) => length && length > 1_024)).toEqual([
      true,
      true,
      false,
      undefined,
      false,
      undefined,
      false,
      undefined,
    ]);
    const { payment } = await anAttempt();
    const genuine = aboutOrder(payment.gatewayOrderId, "DONE".padEnd(3_000));
    await from("198.51.100.10", genuine);
    expect((await strangeRowOf(genuine))?.body).toHaveLength(genuine.length);
  });

  test("causes a limited number of immediate queries, and the gateway's own webhooks are still queried at once", async () => {
    await withRateLimitFactor(0.001);
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const waits = [];
    for (let n = 0; n < 10; n += 1)
      waits.push(await from("198.51.100.11", aboutOrder(payment.gatewayOrderId, `${n}`)));
    // Six points for looks, and five KiB to store whole bodies.
    expect(waits.slice(6)).toEqual([undefined, undefined, undefined, undefined]);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    for (const id of waits.slice(0, 6)) if (id) await work(id);
    turnOurClock(seconds(3));
    await work(await from("198.51.100.12", aboutOrder(payment.gatewayOrderId)));
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("is queried within an hour beyond that: no webhook is lost", async () => {
    await withRateLimitFactor(0.001);
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    for (let n = 0; n < 6; n += 1)
      await from("198.51.100.13", aboutOrder((await anAttempt()).payment.gatewayOrderId));
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    expect(await from("198.51.100.13", aboutOrder(payment.gatewayOrderId))).toBeUndefined();
    turnOurClock(minutes(60));
    while ((await reconcileOnce()).news > 0) turnOurClock(seconds(2));
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("from many addresses has one limit an hour in total, and what waits is not lost", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    const id = await from("198.51.100.14", aboutOrder(payment.gatewayOrderId));
    await withRateLimitFactor(0.00001);
    expect(await mayLook()).toBe(true);
    await work(id);
    expect((await orderNow(order)).status).toBe("open");
    await withRateLimitFactor(1);
    turnOurClock(minutes(1));
    while ((await reconcileOnce()).news > 0) turnOurClock(seconds(2));
    expect((await orderNow(order)).status).toBe("paid");
  });
});

/** Scales what callers may do, until the test ends. */
async function withRateLimitFactor(factor: number) {
  const settings = env();
  const before = settings.rateLimitFactor;
  const set = async (to: number) => {
    settings.rateLimitFactor = to;
    await forgetCounts();
  };
  onTestFinished(() => set(before));
  await set(factor);
}

test("rule 23: its sender is answered at once, and the work continues after", async () => {
  const { payment, paymentKey } = await anAuthenticatedPayment();
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  const held = await fault("hold", { operation: "look", times: 1 });
  const id = await deliver(aboutOrder(payment.gatewayOrderId), "w1");
  startWork(id ?? "");
  await expect.poll(held.holding).toBe(1);
  expect(await rowOf("w1")).toMatchObject({ state: "new" });
  await held.release();
  await expect.poll(async () => (await rowOf("w1"))?.state).toBe("done");
  expect((await paymentNow(payment)).status).toBe("paid");
});

const work = async (id: string | undefined) => {
  if (id) await workOnNews(id);
};
