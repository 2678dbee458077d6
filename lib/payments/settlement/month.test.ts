// @module-tag slow

import { expect, test } from "vitest";
import { paidOutByDay } from "@/db/reconciliation";
import { type Account, transfers } from "@/db/schema";
import { db } from "@/db/store";
import { depositsOf, importLines } from "@/testing/bank-statement";
import type { DaySum } from "@/testing/emulator-control";
import { toss } from "@/testing/gateway";
import { longTest } from "@/testing/load";
import { liveThrough, type Tally } from "@/testing/month";
import { stripe, withCurrencies } from "@/testing/stripe";
import { auditOrder } from "../../books/invariants";
import { now } from "../../clock";
import { monthSpan, reconcileMonth } from "./reconcile";

// February 2028 of a shop, with its leap day and some days of March. Once everything is paid out, nothing differs, and
// the books are the gateways' own sums.

const months = ["2028-02", "2028-03"].map((month) => monthSpan(month, false));

const title = (sales: number) =>
  `${sales} payments over a month: nothing differs, and every account is what the gateways sum up`;
/** The check sells in each way twice; `npm test -- deep`, and a run that names this file, sell enough for a full month. */
const [few, many] = [50, 120];
const isSample = ["check", "quick"].includes(process.env.TEST_TIER ?? "all");
test.runIf(isSample)(title(few), longTest(60_000), () => monthOf(few));
test.skipIf(isSample)(title(many), { ...longTest(60_000), tags: "deep" }, () => monthOf(many));

async function monthOf(count: number) {
  withCurrencies("USD", "KRW");
  const { sales, tally } = await liveThrough({ from: "2028-02-01", days: 32, sales: count });
  expect(sales).toHaveLength(count + 1);

  for (const month of months) {
    const { differences, owed } = await reconcileMonth(db, month, now());
    expect(differences).toEqual([]);
    for (const of of owed) expect(of).toMatchObject({ owed: 0, toCome: 0, unlisted: 0, remainder: 0 });
  }
  for (const { order } of sales) expect(await auditOrder(order.id), order.number).toEqual([]);

  const days = { from: "2028-02-01", until: "2028-03-31" };
  await importLines("KRW", depositsOf(await toss.sums("paidOutDate"), "토스페이먼츠"), days);
  await importLines("USD", depositsOf(await stripe.sums("arrival_date"), "STRIPE"), days);
  for (const month of months) {
    const { differences, bank } = await reconcileMonth(db, month, now());
    expect(differences).toEqual([]);
    expect(bank.sums.map(({ currency }) => currency)).toEqual(["KRW", "USD"]);
    for (const sums of bank.sums) expect(sums).toMatchObject({ unseen: 0, missing: 0, remainder: 0 });
  }

  const atToss = added(await toss.sums("soldDate"));
  const atStripe = added(await stripe.sums("created"));
  const won = (tally.sales["stripe KRW"] ?? 0) - (tally.refunds["stripe KRW"] ?? 0);
  const expected = (name: string) => ({
    receivable: 0,
    sales: -(tally.sales[name] ?? 0),
    refunds: tally.refunds[name],
  });
  expect(Object.fromEntries(await balances())).toEqual({
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

  expect(await arrived()).toEqual(
    [
      ...(await toss.sums("paidOutDate")).map((sum) => ({ ...sum, gateway: "toss" })),
      ...(await stripe.sums("arrival_date")).map((sum) => ({ ...sum, gateway: "stripe" })),
    ]
      .map(({ date, gateway, rows, gross, fees, net }) => [date, gateway, rows, gross, fees, net])
      .toSorted(),
  );
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
