import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { itemsOf } from "@/db/orders";
import { productsBySku } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { aForm, deskAddress, haneul, jiwoo, minho, sora } from "@/testing/desk-people";
import { toss, turnClock } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anOrder,
  aPaidParcel,
  aPaidPayment,
  aProduct,
  getsAnAddress,
  orderNow,
  storyOf,
} from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now } from "../../clock";
import { lookAndRecord } from "../../payments/engine/look";
import { reconcileOnce } from "../../payments/worker/reconcile";
import type { Staff } from "../staff/permissions";
import { refundByStaff } from "./refund";
import { restock } from "./restock";
import { markShipped } from "./ship";

type Lines = { sku: string; quantity: number }[];

const putBack = (staff: Staff, { id }: Pick<Order, "id">, lines: Lines, keyed = aForm(staff, lines)) =>
  restock(staff, id, { lines, keyed, address: deskAddress }, now());

async function givesBackWhole({ id, captured }: Payment) {
  const wish = { amount: undefined, expectedLeft: captured, reason: "Asked for" };
  await refundByStaff(sora, id, { ...wish, keyed: aForm(sora, wish), address: deskAddress });
}

const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;
const restockedOf = async ({ id }: Order) => (await itemsOf(db, id)).map(({ restocked }) => restocked);

describe("Mina bought three cups of ten, and two of them come back", () => {
  let order: Order;
  let sku: string;

  beforeEach(async () => {
    ({ sku } = await aProduct({ stock: 10 }));
    ({ order } = await aPaidPayment(await anOrder([{ sku, quantity: 3 }])));
    await getsAnAddress(order);
    expect(await stockOf(sku)).toBe(7);
  });

  test("Jiwoo restocks them, and the audit log has the stock before", async () => {
    const [item] = await putBack(jiwoo, order, [{ sku, quantity: 2 }]);
    expect(item).toMatchObject({ quantity: 3, restocked: 2 });
    expect(await stockOf(sku)).toBe(9);
    expect(await storyOf(order)).toContain("restocked");
    expect(await auditOf(db, order.number)).toMatchObject([
      {
        actor: "staff:st_jiwoo",
        action: "restocked",
        address: deskAddress,
        detail: { before: { [sku]: 0 }, after: { [sku]: 2 } },
      },
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("more than was sold is refused, and nothing is restocked", async () => {
    const other = await aProduct({ stock: 5 });
    const lines = [
      { sku, quantity: 2 },
      { sku: other.sku, quantity: 1 },
    ];
    await expect(putBack(jiwoo, order, lines)).rejects.toMatchObject({ code: "restock_exceeds" });
    await putBack(jiwoo, order, [{ sku, quantity: 2 }]);
    await expect(putBack(sora, order, [{ sku, quantity: 2 }])).rejects.toMatchObject({
      code: "restock_exceeds",
    });
    expect([await stockOf(sku), await stockOf(other.sku)]).toEqual([9, 5]);
  });

  test("a double click restocks once, also the next day", async () => {
    const lines = [{ sku, quantity: 1 }];
    const keyed = aForm(jiwoo, lines);
    await Promise.all(Array.from({ length: 5 }, () => putBack(jiwoo, order, lines, keyed)));
    turnOurClock(days(1));
    await putBack(jiwoo, order, lines, keyed);
    expect(await stockOf(sku)).toBe(8);
    await expect(
      putBack(jiwoo, order, [{ sku, quantity: 2 }], aForm(jiwoo, "another", keyed.key)),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("three people restock two at once: one of them does, and the others are told", async () => {
    const pressed = await Promise.allSettled(
      [jiwoo, sora, minho].map((staff) => putBack(staff, order, [{ sku, quantity: 2 }])),
    );
    expect(pressed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await stockOf(sku)).toBe(9);
  });

  test.each([
    ["an empty list", []],
    ["a quantity of zero", [{ sku: "SKU", quantity: 0 }]],
    ["a negative quantity", [{ sku: "SKU", quantity: -1 }]],
    ["half a piece", [{ sku: "SKU", quantity: 0.5 }]],
  ])("%s cannot be restocked", async (_, lines) => {
    await expect(putBack(jiwoo, order, lines)).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("a viewer restocks nothing, and marks nothing as shipped", async () => {
    await expect(putBack(haneul, order, [{ sku, quantity: 1 }])).rejects.toMatchObject({ code: "forbidden" });
    const wish = { shipped: true, address: deskAddress };
    await expect(markShipped(haneul, order.id, wish, now())).rejects.toMatchObject({ code: "forbidden" });
  });

  test("Jiwoo marks it as shipped, twice, and undoes it", async () => {
    const mark = (shipped: boolean) => markShipped(jiwoo, order.id, { shipped, address: deskAddress }, now());
    const shippedAt = now();
    expect(await mark(true)).toMatchObject({ shippedAt });
    turnOurClock(minutes(5));
    expect(await mark(true)).toMatchObject({ shippedAt });
    expect(await mark(false)).toMatchObject({ shippedAt: null });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "order_shipped", detail: { before: { shipped_at: null } } },
      { action: "order_unshipped", detail: { after: { shipped_at: null } } },
    ]);
  });
});

test("a fully refunded order cannot be marked as shipped; a shipped one can be refunded, and keeps its mark", async () => {
  const mark = (order: Order, shipped: boolean) =>
    markShipped(jiwoo, order.id, { shipped, address: deskAddress }, now());
  const [back, sent] = [await aPaidParcel(), await aPaidParcel()];
  await givesBackWhole(back.payment);
  await expect(mark(back.order, true)).rejects.toMatchObject({ code: "order_refunded" });

  await mark(sent.order, true);
  await givesBackWhole(sent.payment);
  const { shippedAt } = await mark(sent.order, true);
  expect(shippedAt).not.toBeNull();
  expect(await mark(sent.order, false)).toMatchObject({ shippedAt: null });
  await expect(mark(sent.order, true)).rejects.toMatchObject({ code: "order_refunded" });
});

test("an unpaid order has nothing to restock or ship, before it ends and after", async () => {
  const { sku } = await aProduct({ stock: 10 });
  const { order } = await anAttempt(await anOrder([{ sku, quantity: 3 }]));
  for (let turn = 0; turn < 2; turn += 1) {
    await expect(putBack(jiwoo, order, [{ sku, quantity: 1 }])).rejects.toMatchObject({
      code: "order_not_paid",
    });
    await expect(
      markShipped(jiwoo, order.id, { shipped: true, address: deskAddress }, now()),
    ).rejects.toMatchObject({ code: "order_not_paid" });
    turnOurClock(hours(1));
    await reconcileOnce();
  }
  expect(await orderNow(order)).toMatchObject({ status: "expired" });
  expect(await stockOf(sku)).toBe(10);
});

test("a bank reverses the deposit after a partial restock: the end of the order restocks only the rest", async () => {
  const { sku } = await aProduct({ stock: 10 });
  const { order, payment, paymentKey } = await anAccount(await anOrder([{ sku, quantity: 3 }]));
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  await putBack(jiwoo, order, [{ sku, quantity: 2 }]);
  await toss.payments.reverseDeposit(paymentKey);
  await lookAndRecord(payment.id);
  expect(await orderNow(order)).toMatchObject({ status: "waiting_for_deposit", stockTaken: true });
  await turnClock(days(8));
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(minutes(1));
    await reconcileOnce();
  }
  expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
  expect(await stockOf(sku)).toBe(10);
  expect(await restockedOf(order)).toEqual([0]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("whatever is restocked, and however often: the stock and the orders add up", async () => {
  const press = fc.record({
    order: fc.nat(1),
    lines: fc.array(fc.record({ product: fc.nat(2), quantity: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    form: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(press, { maxLength: 8 }), async (presses) => {
      const products = await Promise.all([1, 2, 3].map(() => aProduct({ stock: 10 })));
      const bought = [
        [0, 1],
        [1, 2],
      ].map((at) => at.map((index) => ({ sku: products[index]?.sku ?? "", quantity: 3 })));
      const orders = await Promise.all(
        bought.map(async (lines) => (await aPaidPayment(await anOrder(lines))).order),
      );
      await Promise.allSettled(
        presses.map(({ order, lines, form }) => {
          const wish = lines.map(({ product, quantity }) => ({
            sku: products[product]?.sku ?? "",
            quantity,
          }));
          const of = orders[order] ?? { id: "" };
          return putBack(jiwoo, of, wish, aForm(jiwoo, [of.id, wish], `${of.id} ${form}`));
        }),
      );
      const items = (await Promise.all(orders.map(({ id }) => itemsOf(db, id)))).flat();
      for (const { sku } of products) {
        const own = items.filter((item) => item.sku === sku);
        const out = own.reduce((sum, { quantity, restocked }) => sum + quantity - restocked, 0);
        expect(out + ((await stockOf(sku)) ?? 0)).toBe(10);
      }
      for (const { id } of orders) expect(await auditOrder(id)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
