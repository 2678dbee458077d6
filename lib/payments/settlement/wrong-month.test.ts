// @module-tag slow

import { expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { payoutsOfMonth } from "@/db/month-sums";
import { db } from "@/db/store";
import { importLines } from "@/testing/bank-statement";
import { deskAddress, jiwoo, sora } from "@/testing/desk-people";
import { takeMoney, toss } from "@/testing/gateway";
import { longTest } from "@/testing/load";
import { liveThrough, type Sale } from "@/testing/month";
import { anotherProgram, atStripe, stripe, withCurrencies } from "@/testing/stripe";
import { days, later, now } from "../../clock";
import { lookable, mayBeAccepted, rereadable } from "../../contracts/differences";
import { acceptDifference } from "../../desk/acts/differences";
import { lookAtOrder, readSettlementsFrom } from "../../desk/acts/settlements";
import { dayAfter } from "../../seoul";
import { expectedDeposits } from "./bank";
import type { Difference } from "./difference";
import { pullAll } from "./pull";
import { monthSpan, reconcileMonth } from "./reconcile";

// The same month as in month.test.ts, with what gateways, banks and people get wrong. Each is found and named, and
// nothing else is. Then staff repair what they find with the buttons of the month's page.

const months = ["2028-02", "2028-03"];
const span = { from: "2028-02-01", until: "2028-03-31" };

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

type How = { by?: number; inDays?: number };
/** `inDays`: it is reported rightly at first. */
const wrongBy = ({ by, inDays }: How) => ({
  ...(by !== undefined && { by }),
  ...(inDays !== undefined && { from: later(now(), days(inDays)).toISOString() }),
});

/** What goes wrong, and by how much more a payout is than its rows because of it, in minor units. */
type Deed = (sale: Sale) => Promise<number>;
type TossWrong = Parameters<typeof toss.wrong>[0];
type StripeWrong = Parameters<typeof stripe.wrong>[0];

const atToss =
  (kind: TossWrong, how: How = {}): Deed =>
  async (sale) => {
    await toss.wrong(kind, await rowOf(sale), wrongBy(how));
    return 0;
  };

/** `payout`: what the payout has that its rows have not; `net` for all of the sale. */
const ofStripe =
  (kind: StripeWrong, payout: number | "net", how: How = {}): Deed =>
  async (sale) => {
    const charge = (await atStripe(sale.payment.gatewayOrderId)).latest_charge;
    await stripe.wrong(kind, await rowOf(sale), wrongBy(how));
    return payout === "net" ? (charge?.balance_transaction?.net ?? 0) : payout;
  };

/** Money in the settlement of another program that has the same keys. */
const anotherShopAtToss =
  (amount: number): Deed =>
  async ({ n }) => {
    const { paymentKey } = await toss.payments.open({ orderId: `ANOTHER-SHOP-${n}`, amount });
    await takeMoney({ paymentKey, orderId: `ANOTHER-SHOP-${n}`, amount });
    return 0;
  };

const anotherShopAtStripe =
  (amount: number): Deed =>
  async () => {
    await anotherProgram().paymentIntents.create({
      amount,
      currency: "usd",
      payment_method: "pm_card_visa",
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    return 0;
  };

/** A refund in Toss's console, of which nobody tells the shop. Something about it may be reported wrongly. */
const aRefund =
  (kind?: TossWrong, how: How = {}): Deed =>
  async ({ payment }) => {
    const cancel = { reason: "콘솔", amount: 1_000 };
    const { cancels } = await toss.payments.cancel(payment.gatewayPaymentKey ?? "", cancel);
    if (kind) await toss.wrong(kind, cancels?.[0]?.transactionKey ?? "", wrongBy(how));
    return 0;
  };

/** The same in Stripe's dashboard. */
const aRefundAtStripe: Deed = async ({ payment }) => {
  await stripe.intents.refund((await atStripe(payment.gatewayOrderId)).id, { amount: 100 });
  return 0;
};

const shortPayout =
  (by: number): Deed =>
  async () => {
    await stripe.wrong("short_payout", "next", { by });
    return -by;
  };

/** The bank does not take a payout about which nothing else is wrong. */
const failedPayout: Deed = async () => {
  const arrived = await payoutsOfMonth(db, monthSpan("2028-02", false));
  const right = arrived.find(({ state, amount, rows }) => state === "paid" && amount === rows);
  await stripe.payouts.fail(right?.id ?? "");
  return 0;
};

const accountFee: Deed = async () => {
  await stripe.chargeAccount(1_500);
  return 0;
};

type Wrong = {
  /** How the sale is paid and what becomes of it. */
  of: readonly [Sale["way"], Sale["fate"]];
  does: Deed;
  /** What the differences are called; what belongs to no sale by its amount. */
  named: string[];
};

const card = ["card", "kept"] as const;
const easyPay = ["easy pay", "kept"] as const;
const mobile = ["mobile", "kept"] as const;
const transfer = ["transfer", "kept"] as const;
const page = ["page", "kept"] as const;
const intent = ["intent", "kept"] as const;
const inWon = ["page in won", "kept"] as const;

/** Each happens to another sale. */
const wrongs: Wrong[] = [
  { of: card, does: atToss("hide_settlement"), named: ["missing_there capture"] },
  { of: card, does: atToss("hide_settlement", { inDays: 2 }), named: ["late capture"] },
  { of: card, does: atToss("wrong_amount", { by: -1_000 }), named: ["amount_differs capture"] },
  {
    of: card,
    does: atToss("wrong_amount", { by: 500, inDays: 2 }),
    named: ["changed capture", "amount_differs capture", "fee_unusual capture"],
  },
  { of: card, does: atToss("double_settlement"), named: ["listed_twice capture"] },
  { of: card, does: atToss("double_settlement", { inDays: 2 }), named: ["listed_twice capture"] },
  {
    of: card,
    does: atToss("wrong_fee", { by: 110, inDays: 2 }),
    named: ["changed capture", "fee_unusual capture"],
  },
  { of: card, does: atToss("wrong_fee", { by: 330 }), named: ["fee_unusual capture"] },
  // Late, but not too late for the payout.
  { of: card, does: atToss("late_settlement", { by: 3 }), named: [] },
  { of: card, does: atToss("late_settlement", { by: 20 }), named: ["missing_there capture"] },
  { of: easyPay, does: atToss("hide_settlement"), named: ["missing_there capture"] },
  { of: easyPay, does: atToss("wrong_amount", { by: 2_000 }), named: ["amount_differs capture"] },
  { of: easyPay, does: atToss("double_settlement"), named: ["listed_twice capture"] },
  { of: easyPay, does: aRefund("wrong_amount", { by: -300 }), named: ["amount_differs refund"] },
  // Toss leaves it out of its list of transactions, so that only the settlement tells of it.
  { of: easyPay, does: aRefund("hide_transaction"), named: ["missing_here refund"] },
  { of: mobile, does: atToss("hide_settlement"), named: ["missing_there capture"] },
  { of: mobile, does: atToss("hide_settlement", { inDays: 2 }), named: ["late capture"] },
  { of: mobile, does: atToss("double_settlement"), named: ["listed_twice capture"] },
  { of: mobile, does: atToss("wrong_fee", { by: 55, inDays: 2 }), named: ["changed capture"] },
  { of: mobile, does: atToss("late_settlement", { by: 3 }), named: [] },
  { of: transfer, does: atToss("wrong_amount", { by: 700 }), named: ["amount_differs capture"] },
  { of: transfer, does: atToss("hide_settlement"), named: ["missing_there capture"] },
  { of: transfer, does: aRefund("double_settlement"), named: ["listed_twice refund"] },
  { of: transfer, does: aRefund("late_settlement", { by: 30 }), named: ["missing_there refund"] },
  { of: transfer, does: aRefund("hide_settlement"), named: ["missing_there refund"] },
  // Found at night, without a webhook.
  { of: transfer, does: aRefund(), named: [] },
  { of: card, does: anotherShopAtToss(7_000), named: ["not_ours 7000"] },
  { of: card, does: anotherShopAtToss(8_500), named: ["not_ours 8500"] },
  { of: page, does: ofStripe("hide_transaction", "net"), named: ["missing_there capture"] },
  { of: page, does: ofStripe("double_transaction", 0), named: ["listed_twice capture"] },
  { of: page, does: ofStripe("late_transaction", "net", { by: 12 }), named: ["missing_there capture"] },
  { of: page, does: ofStripe("wrong_fee", 100), named: ["fee_differs other"] },
  { of: page, does: ofStripe("wrong_amount", -1_000), named: ["amount_differs capture"] },
  {
    of: page,
    does: ofStripe("wrong_fee", 200, { by: 200, inDays: 1 }),
    named: ["changed capture", "fee_differs other"],
  },
  { of: intent, does: ofStripe("late_transaction", 0, { by: 1 }), named: [] },
  { of: intent, does: ofStripe("hide_transaction", "net"), named: ["missing_there capture"] },
  { of: intent, does: shortPayout(700), named: [] },
  { of: intent, does: anotherShopAtStripe(4_000), named: ["not_ours 4000"] },
  {
    of: intent,
    does: ofStripe("wrong_amount", 300, { by: -300, inDays: 1 }),
    named: ["changed capture", "amount_differs capture"],
  },
  { of: intent, does: failedPayout, named: ["payout_failed"] },
  { of: inWon, does: ofStripe("hide_transaction", "net"), named: ["missing_there capture"] },
  { of: inWon, does: ofStripe("double_transaction", 0), named: ["listed_twice capture"] },
  // Found at night, without a webhook.
  { of: inWon, does: aRefundAtStripe, named: [] },
  // It is posted for the account, and is no difference.
  { of: inWon, does: accountFee, named: [] },
];

const title = "what goes wrong in a month is found and named, nothing else is, and staff repair it";
/** Both engines compare in reconcile.test.ts: the check takes this month on SQLite only. */
const how = { ...longTest(60_000), ...(dialect === "postgresql" && { tags: "deep" }) };
test(title, how, async () => {
  withCurrencies("USD", "KRW");
  const open = [...wrongs];
  const expected: string[] = [];
  let payouts = 0;
  const { sales } = await liveThrough({
    from: span.from,
    days: 32,
    sales: 160,
    async sold(sale) {
      const at = open.findIndex(({ of: [way, fate] }) => way === sale.way && fate === sale.fate);
      const [wrong] = at < 0 ? [] : open.splice(at, 1);
      if (!wrong) return;
      payouts += await wrong.does(sale);
      expected.push(...wrong.named.map((name) => (/\d|payout/.test(name) ? name : `${sale.n} ${name}`)));
    },
  });
  expect(open).toEqual([]);
  const bank = await importBank();
  expect(wrongs.length + bank.wrongs).toBeGreaterThanOrEqual(60);

  const numbers = new Map(sales.map(({ n, order }) => [order.number, n]));
  const found = await differencesNow();
  // Several wrongs may be in one payout.
  const atPayouts = found.filter(({ name }) => name === "payout_differs");
  expect(atPayouts.reduce((sum, { expected, listed }) => sum + listed - (expected ?? 0), 0)).toBe(payouts);
  expect(
    found
      .filter(({ name }) => name !== "payout_differs")
      .map((difference) => told(difference, numbers))
      .toSorted(),
  ).toEqual([...expected, ...bank.named].toSorted());

  await bank.importRest();
  await repair(found);
  const left = await differencesNow();
  expect(left.map((difference) => told(difference, numbers))).toEqual([]);
  for (const month of months) {
    const { owed } = await reconcileMonth(db, monthSpan(month, false), now());
    for (const of of owed) expect(of).toMatchObject({ owed: 0, toCome: 0, unlisted: 0 });
  }
});

/** What differs in both months, each once. The remainders are 0. */
async function differencesNow(): Promise<Difference[]> {
  const found = new Map<string, Difference>();
  for (const month of months) {
    const { differences, owed, bank } = await reconcileMonth(db, monthSpan(month, false), now());
    for (const { remainder } of [...owed, ...bank.sums]) expect(remainder).toBe(0);
    for (const difference of differences) found.set(difference.key, difference);
  }
  return [...found.values()];
}

/** The gateways correct their lists, and staff press what the month's page offers for each difference. */
async function repair(found: Difference[]) {
  await toss.rightWrongs();
  await stripe.rightWrongs();
  for (const { name, orderNumber } of found)
    if (lookable.has(name) && orderNumber)
      expect(await lookAtOrder(jiwoo, orderNumber, deskAddress, now())).toBe(true);
  const from = found.filter(({ name }) => rereadable.has(name)).map(({ day }) => day);
  await readSettlementsFrom(jiwoo, from.toSorted()[0] ?? span.from, deskAddress, now());
  await pullAll(now());
  for (const month of months) {
    const { differences } = await reconcileMonth(db, monthSpan(month, false), now());
    for (const difference of differences)
      if (mayBeAccepted(difference))
        await acceptDifference(
          sora,
          { month, key: difference.key, note: "결제사에 확인함", address: deskAddress },
          now(),
        );
  }
}

/** The bank has what the gateways say that they paid out, except for its own wrongs. */
async function importBank() {
  const expected = await expectedDeposits(db, { ...span, live: false });
  const of = (currency: string, description: string) =>
    expected
      .filter((payout) => payout.currency === currency)
      .map(({ day, amount }) => ({ day, amount, description }));
  const won = of("KRW", "토스페이먼츠");
  const dollars = of("USD", "STRIPE PAYOUT");
  const at = (lines: typeof won, n: number) => {
    const line = lines[n];
    if (!line) throw new Error("Too little was paid out.");
    return line;
  };
  const absent = [at(won, 2), at(won, 14)];
  const lost = [at(dollars, 2)];
  const less = [at(won, 4), at(won, 16), at(dollars, 4)].map((line, n) => ({
    line,
    by: [500, 1_000, 25][n] ?? 0,
  }));
  const rest = less.map(({ line, by }) => ({ ...line, day: dayAfter(line.day), amount: by }));
  const more = [at(won, 6), at(dollars, 6)].map((line, n) => ({ line, by: [1_300, 15][n] ?? 0 }));
  const twice = [at(won, 8), at(won, 18), at(dollars, 8)];
  const unknown = [
    { day: "2028-03-30", amount: 4_321, description: "토스페이먼츠" },
    { day: "2028-03-29", amount: -2_222, description: "토스페이먼츠" },
    { day: "2028-03-28", amount: 77, description: "토스페이먼츠" },
  ];
  const strange = [{ day: "2028-03-30", amount: 999, description: "STRIPE PAYOUT" }];
  // In two deposits on one day, and two days late: neither is a difference.
  const [parts, late] = [at(won, 10), at(won, 12)];
  const half = Math.floor(parts.amount / 2);
  const named = [
    ...[...absent, ...lost].map(({ amount }) => `payout_not_in_bank ${-amount}`),
    ...less.map(({ by }) => `deposit_short ${-by}`),
    ...more.map(({ by }) => `deposit_over ${by}`),
    ...twice.map(({ amount }) => `deposit_twice ${amount}`),
    ...[...unknown, ...strange].map(({ amount }) => `deposit_unknown ${amount}`),
  ];
  const missing = [absent, lost].flat().map((line) => ({ ...line, day: dayAfter(line.day) }));
  const again = twice.map((line) => ({ ...line }));
  for (const { line, by } of less) line.amount -= by;
  for (const { line, by } of more) line.amount += by;
  late.day = dayAfter(dayAfter(late.day));
  parts.amount -= half;
  const kept = (lines: typeof won) => lines.filter((line) => ![...absent, ...lost].includes(line));
  const isWon = ({ description }: (typeof won)[number]) => description === "토스페이먼츠";
  await importLines(
    "KRW",
    [...kept(won), { ...parts, amount: half }, ...again.filter(isWon), ...unknown],
    span,
  );
  await importLines("USD", [...kept(dollars), ...again.filter((line) => !isWon(line)), ...strange], span);
  return {
    named,
    wrongs: named.length + 2,
    /** The statement of the days after has what was missing, and what was short. */
    async importRest() {
      const lines = [...missing, ...rest];
      await importLines("KRW", lines.filter(isWon), span);
      await importLines(
        "USD",
        lines.filter((line) => !isWon(line)),
        span,
      );
    },
  };
}

/** A difference of a sale by its number, and any other by its amount in minor units. */
function told({ name, kind, orderNumber, expected, listed }: Difference, numbers: Map<string, number>) {
  if (name === "payout_failed") return name;
  return orderNumber === null
    ? `${name} ${listed - (expected ?? 0)}`
    : `${numbers.get(orderNumber)} ${name} ${kind}`;
}
