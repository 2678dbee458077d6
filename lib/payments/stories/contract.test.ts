// @module-tag slow
import { beforeEach, describe, expect, test } from "vitest";
import { eventsOf } from "@/db/events";
import { refundById, refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { letterbox } from "@/testing/letterbox";
import { orderNow, paymentNow, standingNow } from "@/testing/makers";
import { begin, buy, expectPaidOnce, faultsIn, soon } from "@/testing/paying";
import { ways, witnesses } from "@/testing/ways-to-pay";
import { now, seconds } from "../../clock";
import { refund } from "../refunds/refund";
import { receive, workOnNews } from "../worker/inbox";

// The contract for every way to pay: whatever goes wrong, there is one charge, the books balance, and no idempotency
// key serves two different requests. A new gateway describes in testing/ways-to-pay.ts how its shoppers pay, and must
// pass these tests.

/**
 * What may go wrong with one request, and how often. Some gateways' SDKs retry once on their own, so some faults occur
 * twice.
 */
const troubles = [
  ["the connection breaks before the gateway acts", "drop_before", 2],
  ["the connection breaks after the gateway acted", "drop_after", 2],
  ["it answers 500 after it acted", "error_after", 1],
  ["it answers half a body", "malformed", 1],
  ["it says that the request is still running", "in_progress", 1],
  ["it answers a wrong amount once", "wrong_amount", 1],
] as const;

describe.each(Object.entries(ways))("Mina pays %s", (_, way) => {
  const gateway = witnesses[way.gateway];
  let order: Order;

  beforeEach(async () => {
    order = await way.anOrder();
  });

  test("she is charged once", async () => {
    await buy(way, order);
    await expectPaidOnce(gateway, order);
  });

  test("her card is declined, nothing is charged, and another one pays", async () => {
    const payment = await way.begin(order);
    await way.pay(payment, "declined");
    expect(await way.comeBack(payment)).toMatchObject({ captured: 0, failureCode: expect.any(String) });
    expect(await gateway.taken(order)).toEqual([]);
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
    expect(await faultsIn(order)).toEqual([]);
    await buy(way, order);
    await expectPaidOnce(gateway, order);
  });

  describe.each(way.asks)("asked to %s", (operation) => {
    test.each(troubles)("%s: she is charged once", async (_what, kind, times) => {
      await gateway.fault(kind, { operation, times });
      await buy(way, order);
      await expectPaidOnce(gateway, order);
    });

    test("a slow answer: she is told to wait, asks again, and is charged once", async () => {
      const held = await gateway.fault("hold", { operation, times: 1 });
      const asking = buy(way, order);
      await expect.poll(held.holding).toBe(1);
      turnOurClock(seconds(8));
      await held.release();
      await asking;
      await expectPaidOnce(gateway, order);
    });

    test("the gateway acts only after the shop has given up and asked again: she is charged once", async () => {
      const held = await gateway.fault("hold_before", { operation, times: 1 });
      const asking = buy(way, order);
      await expect.poll(held.holding).toBe(1);
      turnOurClock(seconds(8));
      await soon();
      await held.release();
      await asking;
      await expectPaidOnce(gateway, order);
    });
  });

  test("the gateway is away when she returns: the shop concludes nothing from that", async () => {
    const payment = await begin(way, order);
    await way.pay(payment);
    const away = await gateway.fault("away", { operation: "any", times: null });
    await way.comeBack(payment);
    await soon();
    expect(await standingNow(payment)).toMatchObject({ captured: 0, failureCode: null, needs: [] });
    expect(await faultsIn(order)).toEqual([]);
    await away.mend();
    await buy(way, order, payment);
    await expectPaidOnce(gateway, order);
  });

  test("she returns ten times at once, and the next day: the answer is the same", async () => {
    const payment = await begin(way, order);
    await way.pay(payment);
    const answers = await Promise.all(Array.from({ length: 10 }, () => way.comeBack(payment)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["paid"]));
    turnOurClock(seconds(86_400));
    expect(await way.comeBack(payment)).toMatchObject({ id: payment.id, status: "paid" });
    await expectPaidOnce(gateway, order);
  });

  describe("the gateway's webhooks", () => {
    /** The webhooks about a payment that the shop has not heard about yet. */
    async function untold() {
      const box = await letterbox(gateway.webhooks);
      const payment = await begin(way, order);
      await way.pay(payment);
      const held = way.takes ? await gateway.fault("hold", { operation: way.takes, times: 1 }) : undefined;
      const asking = held && way.comeBack(payment);
      if (held) await expect.poll(held.holding).toBe(1);
      const letters = await box.about(payment.gatewayOrderId);
      expect(letters.length).toBeGreaterThan(0);
      return {
        payment,
        letters,
        async back() {
          await held?.release();
          await asking;
          return way.comeBack(payment);
        },
      };
    }

    const hear = async (letters: { body: string; headers: Headers }[]) => {
      for (const { body, headers } of letters) {
        const id = await receive(way.gateway, body, headers, now());
        if (id) await workOnNews(id);
        turnOurClock(seconds(3));
      }
    };

    test("come before she returns: the order is already paid", async () => {
      const { payment, letters, back } = await untold();
      await hear(letters);
      expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
      await back();
      await expectPaidOnce(gateway, order);
    });

    test("come in the wrong order, and twice", async () => {
      const { letters, back } = await untold();
      await hear([...letters.toReversed(), ...letters]);
      await back();
      await expectPaidOnce(gateway, order);
    });

    test("come at the moment she returns", async () => {
      const { letters, back } = await untold();
      await Promise.all([back(), ...letters.map((letter) => hear([letter]))]);
      await expectPaidOnce(gateway, order);
    });
  });

  test("a charged amount that is not the price goes to review, and sells nothing", async () => {
    const payment = await begin(way, order);
    await way.pay(payment, "another amount");
    expect(await way.comeBack(payment)).toMatchObject({
      status: "in_review",
      captured: order.amount + 1_000,
      credited: "suspense",
    });
    expect(await orderNow(order)).toMatchObject({ status: "in_review", winnerPaymentId: null });
    expect(await faultsIn(order)).toEqual([]);
  });

  test("her browser names somebody else's payment: it does not pay her order", async () => {
    const junhos = await way.anOrder();
    const paid = await buy(way, junhos);
    const payment = await begin(way, order);
    await way.pay(payment, "declined");
    await way.comeBackWith(payment, paid);
    expect(await orderNow(order)).toMatchObject({ status: "open", winnerPaymentId: null });
    expect(await gateway.taken(order)).toEqual([]);
    expect(await paymentNow(paid)).toMatchObject({ status: "paid", captured: junhos.amount });
    await buy(way, order);
    await expectPaidOnce(gateway, order);
    await expectPaidOnce(gateway, junhos);
  });

  describe("and is refunded", () => {
    let payment: Payment;

    beforeEach(async () => {
      payment = await buy(way, order);
    });

    const give = async (amount?: number) => {
      const wish = { paymentId: payment.id, reason: "변심", requestedBy: "sora", waitMs: seconds(8) };
      const { id } = await refund({ ...wish, ...(amount && { amount }) });
      for (let turn = 0; turn < 4 && (await refundById(db, id))?.state === "asked"; turn += 1) await soon();
      return refundById(db, id);
    };

    const expectGivenBack = async (...amounts: number[]) => {
      const refunded = amounts.reduce((total, amount) => total + amount, 0);
      expect((await gateway.givenBack(order)).toSorted()).toEqual(amounts.toSorted());
      expect(await standingNow(payment)).toMatchObject({ refunded, refundPending: 0, needs: [] });
      await expectPaidOnce(gateway, order);
    };

    test("in full", async () => {
      expect(await give()).toMatchObject({ state: "done", amount: order.amount });
      await expectGivenBack(order.amount);
      await expect(give(1)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
    });

    test("in part, and in part again", async () => {
      expect(await give(700)).toMatchObject({ state: "done" });
      expect(await give(500)).toMatchObject({ state: "done" });
      await expectGivenBack(700, 500);
      await expect(give(order.amount - 1_199)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
    });

    test.each(troubles.filter(([, kind]) => kind !== "wrong_amount"))(
      "%s: once",
      async (_what, kind, times) => {
        await gateway.fault(kind, { operation: way.refunds.operation, times });
        expect(await give(700)).toMatchObject({ state: "done" });
        await expectGivenBack(700);
      },
    );

    test("the gateway acts only after the shop has given up and asked again: once", async () => {
      const held = await gateway.fault("hold_before", { operation: way.refunds.operation, times: 1 });
      const asking = give(700);
      await expect.poll(held.holding).toBe(1);
      turnOurClock(seconds(8));
      await soon();
      await soon();
      await held.release();
      await asking;
      // The caller got a response when its wait was over; the call to the gateway continues.
      await expect.poll(async () => (await standingNow(payment)).refundPending).toBe(0);
      await expectGivenBack(700);
    });

    test("the gateway refuses: the reservation is released, and the refund can be requested again", async () => {
      const { operation, refusal: code } = way.refunds;
      await gateway.fault("error", { operation, times: 1, code });
      expect(await give(700)).toMatchObject({ state: "failed", failureCode: code });
      await expectGivenBack();
      expect(await give(order.amount)).toMatchObject({ state: "done" });
      await expectGivenBack(order.amount);
    });

    test("a partial refund in the gateway's console is recorded in the books", async () => {
      await way.refunds.inConsole(payment, 400);
      expect(await give(700)).toMatchObject({ state: "done" });
      await expectGivenBack(400, 700);
    });

    test("in the gateway's console, with two webhooks about it: one refund, marked as made there", async () => {
      const box = await letterbox(gateway.webhooks);
      await way.refunds.inConsole(payment, 400);
      const letters = await box.about(payment.gatewayOrderId);
      expect(letters.length).toBeGreaterThan(0);
      for (const { body, headers } of [...letters, ...letters.toReversed()]) {
        const id = await receive(way.gateway, body, headers, now());
        if (id) await workOnNews(id);
      }
      await soon();
      expect(await refundsOf(db, payment.id)).toMatchObject([
        { requestedBy: "gateway", state: "done", amount: 400, gatewayTransaction: expect.any(String) },
      ]);
      const told = (await eventsOf(db, order.id)).filter(({ kind }) => kind === "refund_done");
      expect(told).toMatchObject([{ paymentId: payment.id, detail: { amount: 400, by: "gateway" } }]);
      await expectGivenBack(400);
    });
  });
});
