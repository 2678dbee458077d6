import type { Books } from "./read";
import { asked, broken, ids, isNeeded, isPending, type Rule, waitsForSomebody } from "./rule";

/** Everything in an order's books that still waits for a gateway or for time rather than for an operator. Pure. */
export function unrestOf({ order, payments, refunds, calls, needs }: Books): string[] {
  const waits = payments.filter((payment) => !isNeeded(needs, payment));
  const unrest: Rule[] = [
    [
      order.status !== "open" || payments.some(({ id }) => isStuck(calls, id)),
      `${order.number} is still open`,
    ],
    ...calls.map(
      (call): Rule => [
        call.state !== "pending" || isUnclear(needs, call),
        `the call ${call.id} is still open`,
      ],
    ),
  ];
  for (const payment of waits) {
    const stands = `${payment.id} (${payment.status})`;
    // A deposit refund waits for the owner's account, and a large refund for a second approver.
    if (refunds.some((refund) => refund.paymentId === payment.id && waitsForSomebody(refund))) continue;
    const pending = refunds.filter((refund) => refund.paymentId === payment.id && isPending(refund));
    const kept = payment.credited !== null && payment.credited !== "sales";
    unrest.push(
      [!asked.has(payment.status), `${stands} still waits for the gateway's answer`],
      [order.askingPaymentId !== payment.id, `${order.number} is still marked as asking for ${stands}`],
      [pending.length === 0, `${stands} has refunds that are not done: ${ids(pending)}`],
      [
        !kept || payment.captured === payment.refunded,
        `${stands} keeps ${payment.captured - payment.refunded} that are owed to the shopper`,
      ],
    );
  }
  return broken(unrest);
}

/** A refund where the gateway does not say whether it or another one failed: an operator must find out. */
const isUnclear = (needs: Books["needs"], { kind, paymentId }: Books["calls"][number]) =>
  kind === "refund" && needs.some((need) => need.reason === "refund_unclear" && need.paymentId === paymentId);

/** A surface that could not be closed, so that its order cannot end automatically. */
const isStuck = (calls: Books["calls"], paymentId: string) =>
  calls.some((call) => call.paymentId === paymentId && call.kind === "close" && call.state === "stuck");

/** Which goods are neither in stock nor held by the orders that took them. Pure. */
export function faultsOfStock(
  atStart: Stock,
  now: Stock,
  orders: Pick<Books, "order" | "items">[],
): string[] {
  const taken = orders.filter(({ order }) => order.stockTaken).flatMap(({ items }) => items);
  return [...atStart].flatMap(([sku, quantity]) => {
    const held = taken
      .filter((item) => item.sku === sku && item.fromStock)
      .reduce((total, item) => total + item.quantity - item.restocked, 0);
    const left = now.get(sku) ?? 0;
    return left + held === quantity
      ? []
      : [`of ${quantity} ${sku}, ${left} are left and orders hold ${held}`];
  });
}

/** Quantity per SKU. */
export type Stock = ReadonlyMap<string, number>;
