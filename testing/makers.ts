import { randomUUID } from "node:crypto";
import { callsOf } from "@/db/calls";
import { eventsOf } from "@/db/events";
import { openNeedsOf } from "@/db/needs";
import { orderById, writeOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Order, Payment, Product } from "@/db/schema";
import { products } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { now } from "@/lib/clock";
import { hashBody, type KeyedRequest } from "@/lib/http/idempotency";
import { createOrder } from "@/lib/orders/create";
import { confirm } from "@/lib/payments/checkout/confirm";
import { lookAndRecord } from "@/lib/payments/engine/look";
import { type IssueWish, issueVirtualAccount } from "@/lib/payments/toss/issue";
import { type ReadyWish, readyToss } from "@/lib/payments/toss/ready";
import "./books";
import { toss } from "./gateway";

/** A product on the shelf, with a unique SKU. */
export async function aProduct(differs: Partial<Product> = {}): Promise<Product> {
  const sku = `SKU-${randomUUID().slice(0, 8).toUpperCase()}`;
  const product: Product = {
    sku,
    slug: sku.toLowerCase(),
    nameKo: "쿨 티셔츠",
    nameEn: "Cool T-Shirt",
    descriptionKo: "두툼한 티셔츠",
    descriptionEn: "A heavy T-shirt",
    priceKrw: 29_000,
    taxClass: "taxable",
    priceUsd: 2_200,
    stock: 10,
    image: "/products/cool-t-shirt.svg",
    position: 1,
    active: true,
    ...differs,
  };
  await transaction((tx) => tx.insert(products).values(product));
  return product;
}

/** Mina's order; by default one T-shirt for ₩29,000. */
export const aWish = async (items?: { sku: string; quantity: number }[]) => ({
  items: items ?? [{ sku: (await aProduct()).sku, quantity: 1 }],
  customer: { name: "김미나", email: "mina@example.com", phone: "01012345678" },
  currency: "KRW" as const,
});

export async function anOrder(items?: { sku: string; quantity: number }[]): Promise<Order> {
  const { order } = await createOrder(await aWish(items), undefined, undefined, now());
  return order;
}

const minasAddress = { country: "KR", postcode: "04524", line1: "세종대로 110" };

/** Mina's order with an address, paid by card. Most orders of tests have none, so nothing of them is shipped. */
export async function aPaidParcel() {
  const wish = { ...(await aWish()), shipping_address: minasAddress };
  return aPaidPayment((await createOrder(wish, undefined, undefined, now())).order);
}

/** Gives an order Mina's address, so that it can be shipped. */
export const getsAnAddress = ({ id }: Pick<Order, "id">) =>
  transaction((tx) => writeOrder(tx, id, { shippingAddress: minasAddress }));

/** An order that another server described: a lesson for ₩29,000, which nobody delivers. */
export async function aLessonOrder(differs: { expires_in_minutes?: number } = {}): Promise<Order> {
  const { customer, currency } = await aWish([]);
  const lines = [{ name: "기타 레슨 1회", unit_price: 29_000, quantity: 1 }];
  return (await createOrder({ lines, customer, currency, ...differs }, undefined, undefined, now())).order;
}

/** An order of one item at this price, in won. */
export async function anOrderFor(amount: number): Promise<Order> {
  const { sku } = await aProduct({ priceKrw: amount });
  return anOrder([{ sku, quantity: 1 }]);
}

/** The idempotency key of a request that another server sends once. */
export const aKey = (key: string = randomUUID(), body: unknown = {}): KeyedRequest => ({
  caller: "key_1",
  operation: "/payments/toss/cancel",
  key,
  bodyHash: hashBody(body),
});

export const shopUrls = {
  successUrl: "http://localhost:3000/success",
  failUrl: "http://localhost:3000/fail",
};

export const aReadyWish = (order: Order): ReadyWish => ({
  amount: order.amount,
  method: "CARD",
  ...shopUrls,
  keyed: undefined,
});

/** An order prepared for payment by card. Preparing the same order again returns its newest ready attempt. */
export async function anAttempt(of?: Order): Promise<{ order: Order; payment: Payment }> {
  const order = of ?? (await anOrder());
  const { payment, standing } = await readyToss(order, aReadyWish(order), now());
  return { order: standing, payment };
}

/** A payment that the shopper has authenticated in Toss's window and nobody has authorized yet. */
export async function anAuthenticatedPayment(of?: Order, card?: string) {
  const { order, payment } = await anAttempt(of);
  return { order, payment, paymentKey: await authenticate(payment, card) };
}

/** The same order prepared again on another page, which makes another attempt, and authenticated. */
export async function anotherAuthenticatedPayment(order: Order) {
  const wish = { ...aReadyWish(order), successUrl: `${shopUrls.successUrl}?page=${randomUUID()}` };
  const { payment, standing } = await readyToss(order, wish, now());
  return { order: standing, payment, paymentKey: await authenticate(payment) };
}

/** The shopper opens another window for an attempt and authenticates there. */
export async function authenticate(payment: Payment, card?: string, amount = payment.amount) {
  const opened = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount,
    taxFreeAmount: payment.taxFree,
    ...(card ? { card } : {}),
  });
  return opened.paymentKey;
}

/** Authorizes as the shopper's return does, and waits for the answer as an API caller would. */
export const confirmWith = (payment: Payment, paymentKey: string) =>
  confirm(payment, { paymentKey, amount: payment.amount, waitMs: 8_000 });

/** A virtual account that waits for its deposit, issued through the API. */
export async function anAccount(of?: Order, differs: Partial<IssueWish> = {}) {
  const order = of ?? (await anOrder());
  const { payment } = await issueVirtualAccount(order, { ...anIssueWish, ...differs }, now());
  return { order: await orderNow(order), payment, paymentKey: payment.gatewayPaymentKey ?? "" };
}

/** Mina paid by card, and then a deposit arrived in the account she had been given before. */
export async function paidTwice() {
  const { order, payment, paymentKey } = await anAccount();
  const card = await anAttempt(order);
  await confirmWith(card.payment, await authenticate(card.payment));
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

/** Mina opened the letter that asks for an account. */
export const byLetter = { proof: "letter", address: "203.0.113.7" } as const;

/** Mina's request for an account: at Woori, within the shop's usual three days. */
export const anIssueWish: IssueWish = {
  bank: "20",
  customerName: "김미나",
  dueAt: undefined,
  validHours: undefined,
  cashReceipt: undefined,
  keyed: undefined,
  waitMs: 8_000,
};

/** An order that is paid. */
export async function aPaidPayment(of?: Order) {
  const { order, payment, paymentKey } = await anAuthenticatedPayment(of);
  const paid = await confirmWith(payment, paymentKey);
  if (paid.status !== "paid") throw new Error(`The payment is ${paid.status}.`);
  return { order: await orderNow(order), payment: paid, paymentKey };
}

export async function orderNow({ id }: Pick<Order, "id">): Promise<Order> {
  const order = await orderById(db, id);
  if (!order) throw new Error(`There is no order ${id}.`);
  return order;
}

export async function paymentNow({ id }: Pick<Payment, "id">): Promise<Payment> {
  const payment = await paymentById(db, id);
  if (!payment) throw new Error(`There is no payment ${id}.`);
  return payment;
}

/** The open needs of a payment, oldest first, with the gateway's detail: `refund_failed:REJECTED`. */
export const needsNow = async ({ id }: Pick<Payment, "id">): Promise<string[]> =>
  (await openNeedsOf(db, id)).map(({ reason, detail }) => [reason, detail].filter(Boolean).join(":"));

/** A payment as it is now, with its open needs. */
export const standingNow = async (of: Pick<Payment, "id">) => ({
  ...(await paymentNow(of)),
  needs: await needsNow(of),
});

export const callsNow = ({ id }: Pick<Payment, "id">) => callsOf(db, id);

/** The kinds of an order's events, in order. */
export const storyOf = async ({ id }: Pick<Order, "id">) =>
  (await eventsOf(db, id)).map((event) => event.kind);
