// @module-tag slow

import { expect, test } from "vitest";
import { paidOutByDay } from "@/db/month-sums";
import { type Account, payments, transfers } from "@/db/schema";
import { db } from "@/db/store";
import { depositsOf, importLines } from "@/testing/bank-statement";
import type { DaySum } from "@/testing/emulator-control";
import { toss } from "@/testing/gateway";
import { longTest } from "@/testing/load";
import { liveThrough, type Sale, type Tally } from "@/testing/month";
import { stripe, withCurrencies } from "@/testing/stripe";
import { auditOrder } from "../../books/invariants";
import { now } from "../../clock";
import { monthSpan, reconcileMonth } from "./reconcile";

// February 2028 of a shop, with its leap day and some days of March. Once everything is paid out, nothing differs, and
// the books are the gateways' own sums. `npm run month` lives through the same month with as many payments as it is told.

const months = ["2028-02", "2028-03"].map((month) => monthSpan(month, false));

const title = (sales: number) =>
  `${sales} payments over a month: nothing differs, and every account is what the gateways sum up`;
/** The check sells in each way twice; `npm test -- deep`, and a run that names this file, sell enough for a full month. */
const [few, many] = [52, 120];
const asked = Number(process.env.MONTH_PAYMENTS ?? 0);
const isSample = ["check", "quick"].includes(process.env.TEST_TIER ?? "all");
test.runIf(isSample && !asked)(title(few), longTest(60_000), () => monthOf(few));
test.skipIf(isSample || asked > 0)(title(many), { ...longTest(60_000), tags: "deep" }, () => monthOf(many));
/** On a quiet machine 120 payments take 20 s, and 10,000 less than half an hour. */
const long = longTest(120_000 + asked * 300);
test.runIf(asked > 0)(title(asked), long, async () => {
  for (const line of await monthOf(asked)) console.log(line);
});

/** Returns what was checked, a line each. */
async function monthOf(count: number): Promise<string[]> {
  withCurrencies("USD", "KRW");
  const { sales, tally } = await liveThrough({ from: "2028-02-01", days: 32, sales: count });
  expect(sales).toHaveLength(count + 1);
  return [
    toldOf(sales),
    await expectNothingOwed(),
    await expectBooksWithoutFault(sales),
    await expectReceipts(),
    await expectAllAtBank(),
    await expectGatewaysSums(tally),
    await expectArrivedByDay(),
  ];
}

function toldOf(sales: Sale[]) {
  const of = (name: (sale: Sale) => string) => {
    const counts = new Map<string, number>();
    for (const sale of sales) counts.set(name(sale), (counts.get(name(sale)) ?? 0) + 1);
    return [...counts].map(([what, n]) => `${n} ${what}`).join(", ");
  };
  return `paid: ${of(({ way }) => way)}\nwhat became of them: ${of(({ fate }) => fate)}`;
}

/** The settlements and the books agree, and nothing is still to come. */
async function expectNothingOwed() {
  for (const month of months) {
    const { differences, owed } = await reconcileMonth(db, month, now());
    expect(differences).toEqual([]);
    for (const of of owed) expect(of).toMatchObject({ owed: 0, toCome: 0, unlisted: 0, remainder: 0 });
  }
  return "settlements: no differences; owed, to come and remainder are 0 in both months and currencies";
}

async function expectBooksWithoutFault(sales: Sale[]) {
  for (const { order } of sales) expect(await auditOrder(order.id), order.number).toEqual([]);
  return `books: no fault in any of ${sales.length} orders`;
}

/** What is left of each payment with cash receipts is what its receipts are for, and the tax office took all of them. */
async function expectReceipts() {
  const withReceipts = (await db.select().from(payments)).filter(({ cashReceipt }) => cashReceipt !== null);
  for (const { captured, refunded, cashReceipt, detail } of withReceipts) {
    const sum = (kind: "issued" | "canceled") =>
      (detail.cashReceipts ?? [])
        .filter((receipt) => receipt.kind === kind)
        .reduce((all, { amount }) => all + amount, 0);
    expect([cashReceipt, sum("issued") - sum("canceled")]).toEqual(["completed", captured - refunded]);
  }
  return `cash receipts: those of ${withReceipts.length} payments are for what is left of them`;
}

/** The bank has everything that the gateways say they paid out. */
async function expectAllAtBank() {
  const days = { from: "2028-02-01", until: "2028-03-31" };
  await importLines("KRW", depositsOf(await toss.sums("paidOutDate"), "토스페이먼츠"), days);
  await importLines("USD", depositsOf(await stripe.sums("arrival_date"), "STRIPE"), days);
  let arrived = 0;
  for (const month of months) {
    const { differences, bank } = await reconcileMonth(db, month, now());
    expect(differences).toEqual([]);
    expect(bank.sums.map(({ currency }) => currency)).toEqual(["KRW", "USD"]);
    for (const sums of bank.sums) expect(sums).toMatchObject({ unseen: 0, missing: 0, remainder: 0 });
    arrived += bank.matches.filter(({ is }) => is === "arrived").length;
  }
  return `bank statement: ${arrived} payouts arrived; unseen, missing and remainder are 0`;
}

/** Every account is what the gateways sum up. */
async function expectGatewaysSums(tally: Tally) {
  const atToss = added(await toss.sums("soldDate"));
  const atStripe = added(await stripe.sums("created"));
  const won = (tally.sales["stripe KRW"] ?? 0) - (tally.refunds["stripe KRW"] ?? 0);
  const expected = (name: string) => ({
    receivable: 0,
    sales: -(tally.sales[name] ?? 0),
    refunds: tally.refunds[name],
  });
  const found = Object.fromEntries(await balances());
  expect(found).toEqual({
    "toss KRW": {
      ...expected("toss KRW"),
      shopper: 0,
      fees: atToss.fees - atToss.vat,
      vat: atToss.vat,
      bank: atToss.net,
    },
    "stripe KRW": { ...expected("stripe KRW"), exchange: won },
    "stripe USD": {
      ...expected("stripe USD"),
      disputes: tally.disputes["stripe USD"],
      // Everything that Stripe moved, less what it moved of payments in dollars.
      exchange: inDollars(tally) - atStripe.gross,
      fees: atStripe.fees,
      bank: atStripe.net,
    },
  });
  const lines = Object.entries(found).map(
    ([name, accounts]) =>
      `  ${name}: ${Object.entries(accounts)
        .map(([account, sum]) => `${account} ${sum}`)
        .join(", ")}`,
  );
  return ["accounts, each as the gateways sum it up, in minor units, debits less credits:", ...lines].join(
    "\n",
  );
}

/** The payouts of each day are the gateways' own. */
async function expectArrivedByDay() {
  const days = await arrived();
  expect(days).toEqual(
    [
      ...(await toss.sums("paidOutDate")).map((sum) => ({ ...sum, gateway: "toss" })),
      ...(await stripe.sums("arrival_date")).map((sum) => ({ ...sum, gateway: "stripe" })),
    ]
      .map(({ date, gateway, rows, gross, fees, net }) => [date, gateway, rows, gross, fees, net])
      .toSorted(),
  );
  return `payouts by day: ${days.length} days, each as the gateways sum it up`;
}

const inDollars = ({ sales, refunds, disputes }: Tally) =>
  (sales["stripe USD"] ?? 0) - (refunds["stripe USD"] ?? 0) - (disputes["stripe USD"] ?? 0);

const added = (days: DaySum[]) => {
  const sum = (name: "gross" | "fees" | "vat" | "net") => days.reduce((all, day) => all + day[name], 0);
  return { gross: sum("gross"), fees: sum("fees"), vat: sum("vat"), net: sum("net") };
};

/** What the shop's settlements say arrived at the bank by day. */
async function arrived() {
  const days = (await Promise.all(months.map((month) => paidOutByDay(db, month)))).flat();
  for (const { net, paid } of days) expect(paid).toBe(net);
  return days
    .map(({ day, gateway, rows, amount, kept, net }) => [day, gateway, rows, amount, kept, net])
    .toSorted();
}

/** Debits minus credits of every account, by gateway and currency. */
async function balances() {
  const sums = new Map<string, Partial<Record<Account, number>>>();
  for (const { keyPair, currency, debit, credit, amount } of await db.select().from(transfers)) {
    const name = `${keyPair === "stripe" ? "stripe" : "toss"} ${currency}`;
    const of = sums.get(name) ?? {};
    sums.set(name, of);
    of[debit] = (of[debit] ?? 0) + amount;
    of[credit] = (of[credit] ?? 0) - amount;
  }
  return sums;
}
