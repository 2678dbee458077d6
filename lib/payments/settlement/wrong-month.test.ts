// @module-tag slow

import { expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { db } from "@/db/store";
import { importLines } from "@/testing/bank-statement";
import { takeMoney, toss } from "@/testing/gateway";
import { longTest } from "@/testing/load";
import { liveThrough, type Sale } from "@/testing/month";
import { anotherProgram, atStripe, stripe, withCurrencies } from "@/testing/stripe";
import { days, later, now } from "../../clock";
import { expectedDeposits } from "./bank";
import type { Difference } from "./difference";
import { monthSpan, reconcileMonth } from "./reconcile";

// The same month as in month.test.ts, with what gateways and people get wrong. Each is found and named, and nothing else
// is.

/** The transaction that charged the shopper, by the name that the settlement gives it. */
async function rowOf({ payment }: Sale): Promise<string> {
  const { gatewayOrderId } = payment;
  const found =
    payment.gateway === "toss"
      ? (await toss.payments.list(gatewayOrderId))[0]?.lastTransactionKey
      : (await atStripe(gatewayOrderId)).latest_charge?.balance_transaction?.id;
  if (!found) throw new Error(`${gatewayOrderId} has moved nothing.`);
  return found;
}

const daysLater = (n: number) => ({ from: later(now(), days(n)).toISOString() });

type At<Kind> = (sale: Sale, kind: Kind, how?: { by?: number; from?: string }) => Promise<unknown>;
const atToss: At<Parameters<typeof toss.wrong>[0]> = async (sale, kind, how) =>
  toss.wrong(kind, await rowOf(sale), how);
const ofStripe: At<Parameters<typeof stripe.wrong>[0]> = async (sale, kind, how) =>
  stripe.wrong(kind, await rowOf(sale), how);

/** Money in the settlement of another program that has the same keys. */
async function anotherShopAtToss() {
  const { paymentKey } = await toss.payments.open({ orderId: "ANOTHER-SHOP-1", amount: 7_000 });
  await takeMoney({ paymentKey, orderId: "ANOTHER-SHOP-1", amount: 7_000 });
}

const anotherShopAtStripe = () =>
  anotherProgram().paymentIntents.create({
    amount: 4_000,
    currency: "usd",
    payment_method: "pm_card_visa",
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });

/** A refund in Toss's console about which something is reported wrongly. */
async function aRefund({ payment }: Sale, kind: Parameters<typeof toss.wrong>[0]) {
  const cancel = { reason: "콘솔", amount: 1_000 };
  const { cancels } = await toss.payments.cancel(payment.gatewayPaymentKey ?? "", cancel);
  await toss.wrong(kind, cancels?.[0]?.transactionKey ?? "");
}

/** What goes wrong with a sale, by its number, and how the differences are named. */
const wrongs: Record<number, { does: (sale: Sale) => Promise<unknown>; named: string[] }> = {
  0: { does: (sale) => atToss(sale, "hide_settlement"), named: ["missing_there capture"] },
  1: {
    does: (sale) => ofStripe(sale, "hide_transaction"),
    named: ["missing_there capture", "payout_differs 2136"],
  },
  5: { does: (sale) => atToss(sale, "wrong_amount", { by: -1_000 }), named: ["amount_differs capture"] },
  10: {
    does: (sale) => atToss(sale, "wrong_fee", { by: 110, ...daysLater(2) }),
    named: ["changed capture"],
  },
  16: { does: (sale) => ofStripe(sale, "double_transaction"), named: ["listed_twice capture"] },
  24: { does: (sale) => atToss(sale, "double_settlement"), named: ["listed_twice capture"] },
  // Late, but not too late for the payout.
  25: { does: (sale) => atToss(sale, "late_settlement", { by: 3 }), named: [] },
  26: { does: (sale) => ofStripe(sale, "late_transaction", { by: 1 }), named: [] },
  30: {
    does: (sale) => atToss(sale, "double_settlement", daysLater(2)),
    named: ["listed_twice capture"],
  },
  35: {
    does: (sale) => atToss(sale, "wrong_amount", { by: 500, ...daysLater(2) }),
    named: ["changed capture", "amount_differs capture"],
  },
  40: { does: anotherShopAtToss, named: ["not_ours 7000"] },
  41: {
    does: (sale) => ofStripe(sale, "late_transaction", { by: 12 }),
    named: ["missing_there capture", "payout_differs 2460"],
  },
  49: { does: (sale) => atToss(sale, "late_settlement", { by: 20 }), named: ["missing_there capture"] },
  50: { does: (sale) => atToss(sale, "hide_settlement", daysLater(2)), named: ["late capture"] },
  51: {
    does: (sale) => ofStripe(sale, "wrong_amount"),
    named: ["amount_differs capture", "payout_differs -1000"],
  },
  66: { does: (sale) => ofStripe(sale, "wrong_fee"), named: ["fee_differs other", "payout_differs 100"] },
  74: { does: (sale) => aRefund(sale, "double_settlement"), named: ["listed_twice refund"] },
  // Toss leaves it out of its list of transactions, so that only the settlement tells of it.
  75: { does: (sale) => aRefund(sale, "hide_transaction"), named: ["missing_here refund"] },
  76: {
    does: () => stripe.wrong("short_payout", "next", { by: 700 }),
    named: ["payout_differs -700"],
  },
  91: {
    does: (sale) => ofStripe(sale, "wrong_fee", { by: 200, ...daysLater(1) }),
    named: ["changed capture", "fee_differs other", "payout_differs 200"],
  },
  100: { does: (sale) => aRefund(sale, "hide_settlement"), named: ["missing_there refund"] },
  101: { does: anotherShopAtStripe, named: ["not_ours 4000"] },
};

const title = "what gateways and people get wrong in a month is found and named, and nothing else is";
/** Both engines compare in reconcile.test.ts: the check takes this month on SQLite only. */
const how = { ...longTest(60_000), ...(dialect === "postgresql" && { tags: "deep" }) };
test(title, how, async () => {
  withCurrencies("USD", "KRW");
  const { sales } = await liveThrough({
    from: "2028-02-01",
    days: 32,
    sales: 120,
    sold: async (sale) => void (await wrongs[sale.n]?.does(sale)),
  });
  const atBank = await importBank();
  const numbers = new Map(sales.map(({ n, order }) => [order.number, n]));
  const found = new Set<string>();
  for (const month of ["2028-02", "2028-03"]) {
    const { differences, owed, bank } = await reconcileMonth(db, monthSpan(month, false), now());
    for (const { remainder } of bank.sums) expect(remainder).toBe(0);
    for (const difference of differences) found.add(told(difference, numbers));
    for (const { remainder } of owed) expect(remainder).toBe(0);
  }
  const expected = Object.entries(wrongs).flatMap(([n, { named }]) =>
    named.map((name) => (/\d/.test(name) ? name : `${n} ${name}`)),
  );
  expect([...found].toSorted()).toEqual([...expected, ...atBank].toSorted());
});

/** The bank has what the gateways say that they paid out, except for its own wrongs. Returns their names. */
async function importBank(): Promise<string[]> {
  const days = { from: "2028-02-01", until: "2028-03-31" };
  const expected = await expectedDeposits(db, { ...days, live: false });
  const of = (currency: string, description: string) =>
    expected
      .filter((payout) => payout.currency === currency)
      .map(({ day, amount }) => ({ day, amount, description }));
  const won = of("KRW", "토스페이먼츠");
  const dollars = of("USD", "STRIPE PAYOUT");
  const [absent, short, over, twice] = [won[2], won[4], won[6], won[8]];
  const [lost, less] = [dollars[3], dollars[5]];
  if (!(absent && short && over && twice && lost && less)) throw new Error("Too little was paid out.");
  short.amount -= 500;
  over.amount += 1_300;
  less.amount -= 25;
  const unknown = { day: "2028-03-30", amount: 4_321, description: "토스페이먼츠" };
  await importLines("KRW", [...won.filter((line) => line !== absent), twice, unknown], days);
  await importLines(
    "USD",
    dollars.filter((line) => line !== lost),
    days,
  );
  return [
    `payout_not_in_bank ${-absent.amount}`,
    `payout_not_in_bank ${-lost.amount}`,
    "deposit_short -500",
    "deposit_short -25",
    "deposit_over 1300",
    `deposit_twice ${twice.amount}`,
    "deposit_unknown 4321",
  ];
}

/** A difference of a sale by its number, and any other by its amount in minor units. */
function told({ name, kind, orderNumber, expected, listed }: Difference, numbers: Map<string, number>) {
  return orderNumber === null
    ? `${name} ${listed - (expected ?? 0)}`
    : `${numbers.get(orderNumber)} ${name} ${kind}`;
}
