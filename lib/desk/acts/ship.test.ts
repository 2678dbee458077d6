import { beforeEach, describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { mailsOf } from "@/db/mails";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { trackingLink } from "@/lib/contracts/couriers";
import { shipAtDesk } from "@/lib/contracts/desk/order";
import { createOrder } from "@/lib/orders/create";
import { erasePersonOf } from "@/lib/orders/erase";
import { turnOurClock } from "@/testing/clock";
import { deskAddress, jiwoo } from "@/testing/desk-people";
import {
  aLessonOrder,
  aPaidParcel,
  aPaidPayment,
  aProduct,
  aWish,
  getsAnAddress,
  orderNow,
} from "@/testing/makers";
import { minutes, now } from "../../clock";
import { markShipped, type Shipping } from "./ship";

describe("Jiwoo ships Mina's order", () => {
  let order: Order;
  const cj = { courier: "cj", trackingNumber: "123456789012" } as const;
  const ships = (wish: Partial<Shipping> = cj) =>
    markShipped(jiwoo, order.id, { shipped: true, ...wish, address: deskAddress }, now());
  const letters = async () =>
    (await mailsOf(db, order.id)).filter(({ kind, state }) => kind === "shipped" && state === "new");

  beforeEach(async () => {
    ({ order } = await aPaidParcel());
  });

  test("with CJ and a number, which Mina gets in one letter, however often Jiwoo presses", async () => {
    expect(await ships()).toMatchObject({ ...cj, shippedAt: now() });
    turnOurClock(minutes(2));
    await ships();
    await ships({});
    expect(await orderNow(order)).toMatchObject(cj);
    expect(await letters()).toHaveLength(1);
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "order_shipped", detail: { after: { courier: "cj" } } },
    ]);
  });

  test("a wrong number is corrected, and only the right one is told", async () => {
    const { shippedAt } = await ships({ courier: "cj", trackingNumber: "111111111111" });
    turnOurClock(minutes(1));
    expect(await ships()).toMatchObject({ ...cj, shippedAt });
    expect(await letters()).toHaveLength(1);
  });

  test("undone at once: the parcel is forgotten and nobody is told", async () => {
    await ships();
    await ships({ shipped: false });
    expect(await orderNow(order)).toMatchObject({ shippedAt: null, courier: null, trackingNumber: null });
    expect(await letters()).toEqual([]);
  });

  test("an erased order keeps no number that leads to Mina", async () => {
    await ships();
    await erasePersonOf(order.id, "test", now());
    expect(await orderNow(order)).toMatchObject({ courier: "cj", trackingNumber: null });
    const audit = JSON.stringify(await auditOf(db, order.number));
    expect(audit).not.toContain(cj.trackingNumber);
  });
});

test.each([
  [{ tracking_number: "1234 5678 9012", courier: "cj" }, "123456789012"],
  [{ tracking_number: "１２３４-5678", courier: "epost" }, "1234-5678"],
  [{ tracking_number: "123456789012" }, undefined],
  [{ tracking_number: "<script>", courier: "cj" }, undefined],
  [{ tracking_number: "1", courier: "cj" }, undefined],
  [{ tracking_number: "12345678", courier: "pigeon" }, undefined],
])("the desk takes %j as %j", (input, number) => {
  const read = shipAtDesk.input.safeParse({ order: "ord_1", shipped: true, ...input });
  expect(read.data?.tracking_number).toBe(number);
});

test("what cost nothing is shipped as well", async () => {
  const { sku } = await aProduct({ priceKrw: 0, priceUsd: 0, stock: 1 });
  const wish = { ...(await aWish()), items: [{ sku, quantity: 1 }] };
  const { order } = await createOrder(wish, undefined, undefined, now());
  await getsAnAddress(order);
  await markShipped(jiwoo, order.id, { shipped: true, address: deskAddress }, now());
  expect(await orderNow(order)).toMatchObject({ status: "paid", shippedAt: now() });
});

test("a lesson, which has no address, is not shipped", async () => {
  const { order } = await aPaidPayment(await aLessonOrder());
  const shipped = markShipped(jiwoo, order.id, { shipped: true, address: deskAddress }, now());
  await expect(shipped).rejects.toMatchObject({ code: "nothing_to_deliver" });
});

test("a number leads to its courier's page, without dashes", () => {
  expect(trackingLink({ courier: "epost", trackingNumber: "1234-5678" })).toMatch(/sid1=12345678$/);
  expect(trackingLink({ courier: "other", trackingNumber: "12345678" })).toBeUndefined();
  expect(trackingLink({ courier: "cj", trackingNumber: null })).toBeUndefined();
});
