import { beforeEach, describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { refundById } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { letterbox } from "@/testing/letterbox";
import { orderNow, paymentNow } from "@/testing/makers";
import { turnClock } from "@/testing/stripe";
import { type Way, type Witness, ways, witnesses } from "@/testing/ways-to-pay";
import { faultsOf } from "../books/invariants";
import { readBooks } from "../books/read";
import { unrestOf } from "../books/rest";
import { now, seconds } from "../clock";
import { Problem } from "../problem";
import { receive, workOnNews } from "./inbox";
import { reconcileOnce } from "./reconcile";
import { refund } from "./refund";

// What is demanded of every way to pay: whatever goes wrong, there is one charge, the books are sound, and no key ever
// served two wishes. A new gateway writes down in testing/ways-to-pay.ts how its shopper pays, and must pass this.

/** What may become of one question. The packages of some gateways ask once more by themselves, so some come twice. */
const troubles = [
  ["the connection breaks before the gateway acts", "drop_before", 2],
  ["the connection breaks after the gateway acted", "drop_after", 2],
  ["it answers 500 after it acted", "error_after", 1],
  ["half an answer comes", "malformed", 1],
  ["it says that it is still at it", "in_progress", 1],
  ["it tells a wrong amount once", "wrong_amount", 1],
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

  test("her card is declined, nothing is taken, and another one pays", async () => {
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

    test("it keeps her waiting: she is told so, asks again, and is charged once", async () => {
      const held = await gateway.fault("hold", { operation, times: 1 });
      const asking = buy(way, order);
      await expect.poll(held.holding).toBe(1);
      turnOurClock(seconds(8));
      await held.release();
      await asking;
      await expectPaidOnce(gateway, order);
    });
  });

  test("the gateway is away while she is back: nothing is concluded from that", async () => {
    const payment = await begin(way, order);
    await way.pay(payment);
    const away = await gateway.fault("away", { operation: "any", times: null });
    await way.comeBack(payment);
    await soon();
    expect(await paymentNow(payment)).toMatchObject({ captured: 0, failureCode: null, needsPerson: null });
    expect(await faultsIn(order)).toEqual([]);
    await away.mend();
    await buy(way, order, payment);
    await expectPaidOnce(gateway, order);
  });

  test("she comes back ten times at once, and the next day: it is the same answer", async () => {
    const payment = await begin(way, order);
    await way.pay(payment);
    const answers = await Promise.all(Array.from({ length: 10 }, () => way.comeBack(payment)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["paid"]));
    turnOurClock(seconds(86_400));
    expect(await way.comeBack(payment)).toMatchObject({ id: payment.id, status: "paid" });
    await expectPaidOnce(gateway, order);
  });

  describe("the gateway's own news", () => {
    /** What the gateway has to say of a payment of which the shop knows nothing yet. */
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

    test("comes before she is back: it is paid already", async () => {
      const { payment, letters, back } = await untold();
      await hear(letters);
      expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
      await back();
      await expectPaidOnce(gateway, order);
    });

    test("comes in the wrong order, and twice", async () => {
      const { letters, back } = await untold();
      await hear([...letters.toReversed(), ...letters]);
      await back();
      await expectPaidOnce(gateway, order);
    });

    test("comes in the moment in which she is back", async () => {
      const { letters, back } = await untold();
      await Promise.all([back(), ...letters.map((letter) => hear([letter]))]);
      await expectPaidOnce(gateway, order);
    });
  });

  test("another amount was taken than her order costs: it is held, and sells nothing", async () => {
    const payment = await begin(way, order);
    await way.pay(payment, "another amount");
    expect(await way.comeBack(payment)).toMatchObject({
      status: "held",
      captured: order.amount + 1_000,
      credited: "suspense",
    });
    expect(await orderNow(order)).toMatchObject({ status: "held", winnerPaymentId: null });
    expect(await faultsIn(order)).toEqual([]);
  });

  test("her browser names somebody else's payment: that one does not pay her order", async () => {
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

  describe("and gets money back", () => {
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
      expect(await paymentNow(payment)).toMatchObject({ refunded, refundPending: 0, needsPerson: null });
      await expectPaidOnce(gateway, order);
    };

    test("all of it", async () => {
      expect(await give()).toMatchObject({ state: "done", amount: order.amount });
      await expectGivenBack(order.amount);
      await expect(give(1)).rejects.toMatchObject({ code: "refund_exceeds_balance" });
    });

    test("a part, and another part", async () => {
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

    test("the gateway refuses: what was reserved is free again, and may be asked for anew", async () => {
      const { operation, refusal: code } = way.refunds;
      await gateway.fault("error", { operation, times: 1, code });
      expect(await give(700)).toMatchObject({ state: "failed", failureCode: code });
      await expectGivenBack();
      expect(await give(order.amount)).toMatchObject({ state: "done" });
      await expectGivenBack(order.amount);
    });

    test("somebody gave a part of it back in the gateway's console: the books learn of it", async () => {
      await way.refunds.inConsole(payment, 400);
      expect(await give(700)).toMatchObject({ state: "done" });
      await expectGivenBack(400, 700);
    });
  });
});

/** Presses pay until there is something to be paid, as a patient person would. */
async function begin(way: Way, order: Order): Promise<Payment> {
  for (let press = 0; press < 4; press += 1) {
    try {
      const payment = await way.begin(order);
      if (way.isOpen(payment)) return payment;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    await soon();
  }
  throw new Error(`${order.number} could not be paid.`);
}

/** Pays and comes back, again where the answer is not known yet. */
async function buy(way: Way, order: Order, begun?: Payment): Promise<Payment> {
  const payment = begun ?? (await begin(way, order));
  if (!begun) await way.pay(payment);
  for (let turn = 0; turn < 6; turn += 1) {
    const standing = await paymentNow(payment);
    if (standing.status === "paid") return standing;
    if (turn > 0) await soon();
    // While the answer is being waited for, her page only shows what the loop finds out.
    if ((await paymentNow(payment)).status !== "confirming") await way.comeBack(payment);
  }
  throw new Error(`${payment.id} is ${(await paymentNow(payment)).status}.`);
}

async function soon() {
  await turnClock(seconds(20));
  await reconcileOnce();
}

const faultsIn = async ({ id }: Order) => faultsOf(await readBooks(id));

/** Gateway, order and books tell the same story, and go on telling it once everything that was due is done. */
async function expectPaidOnce(gateway: Witness, { id }: Order) {
  for (let turn = 0; turn < 2; turn += 1) await soon();
  const order = await orderNow({ id });
  expect(order).toMatchObject({ status: "paid", askingPaymentId: null });
  expect(await gateway.taken(order)).toEqual([order.amount]);
  const captures = (await transfersOf(db, id)).filter(({ cause }) => cause === "capture");
  expect(captures).toMatchObject([{ debit: "receivable", credit: "sales", amount: order.amount }]);
  const books = await readBooks(id);
  expect([...faultsOf(books), ...unrestOf(books)]).toEqual([]);
  await expectKeysKept(gateway, order);
}

/** Rule 8: one key, one wish, and the gateway acted on it once. */
async function expectKeysKept(gateway: Witness, order: Order) {
  const all = await gateway.asked(order);
  for (const key of new Set(all.map(({ idempotencyKey }) => idempotencyKey))) {
    const asked = all.filter(({ idempotencyKey }) => idempotencyKey === key);
    expect(key).toMatch(/^pay_\w+:(open|confirm|refund|close):\d+$/);
    expect(new Set(asked.map(({ operation, body }) => JSON.stringify([operation, body]))).size).toBe(1);
    expect(asked.filter(({ acted }) => acted).length).toBeLessThanOrEqual(1);
  }
}
