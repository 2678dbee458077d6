import type { Order, Payment } from "@/db/schema";
import { days, hours, minutes, now, seconds } from "@/lib/clock";
import type { PaymentMethod } from "@/lib/contracts/methods";
import { createOrder } from "@/lib/orders/create";
import { captureByNumber } from "@/lib/payments/capture/capture-by-number";
import { lookAndRecord } from "@/lib/payments/engine/look";
import { nameAccount } from "@/lib/payments/refunds/name-account";
import { refund } from "@/lib/payments/refunds/refund";
import { pullAll } from "@/lib/payments/settlement/pull";
import { readyToss } from "@/lib/payments/toss/ready";
import { lookDaily } from "@/lib/payments/worker/daily-look";
import { reconcileOnce } from "@/lib/payments/worker/reconcile";
import { seoulMidnight } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { toss } from "./gateway";
import { aKey, anAccount, aProduct, aReadyWish, aWish, byLetter, confirmWith, paymentNow } from "./makers";
import { atStripe, stripe, turnClock } from "./stripe";
import { anOpenIntent, aPaidIntent, aPaidPage, charge } from "./stripe-makers";
import type { Choice } from "./toss-emulator";

// A month of a shop: payments by all methods and what becomes of them, through the shop's verbs and in the gateways'
// consoles, on the clock. No webhook arrives: whatever the gateways and banks do by themselves is found at night.

/** How something is paid, and what becomes of it. */
const lives = [
  ["card", "kept"],
  ["page", "kept"],
  ["account", "kept"],
  ["card", "refunded in part"],
  ["intent", "refunded"],
  ["easy pay", "kept"],
  ["page", "refunded in part"],
  ["account", "reversed and deposited again"],
  ["mobile", "kept"],
  ["account", "reversed, and deposited again days later"],
  ["transfer", "kept"],
  ["intent", "disputed and won"],
  ["card", "refunded in the console"],
  ["page in won", "kept"],
  ["account", "paid twice"],
  ["easy pay", "refunded"],
  ["intent", "kept"],
  ["account", "refunded in part"],
  ["page", "refunded in the console"],
  ["mobile", "refunded at once"],
  ["card", "refunded in two parts"],
  ["intent", "disputed and lost"],
  ["page in won", "refunded in part"],
  ["transfer", "refunded in part"],
  ["card", "kept"],
  ["intent", "captured in part"],
] as const;

type Life = readonly [Way, Fate];
type Way = (typeof lives)[number][0];
type Fate = (typeof lives)[number][1];

/** One order of the month, once it is paid. */
export type Sale = { n: number; way: Way; fate: Fate; order: Order; payment: Payment };

export type Month = {
  /** The first day, such as 2028-02-01. */
  from: string;
  /** How many days there are sales on. */
  days: number;
  sales: number;
  /** Called a minute after each sale; also before what becomes of it. */
  sold?: (sale: Sale) => Promise<void>;
};

/** What a month comes to by gateway and currency, such as `toss KRW`, in minor units. */
export type Tally = Record<"sales" | "refunds" | "disputes", Record<string, number>>;

/** After how many nights what is sold is paid out, holidays included. */
const nightsToPayout = 14;

/** Sells and refunds for some days, and then lets nights pass until everything is paid out. */
export async function liveThrough({ from, days: length, sales, sold }: Month) {
  const skus = await shelves(sales);
  const tally: Tally = { sales: {}, refunds: {}, disputes: {} };
  const made: Sale[] = [];
  const diary = new Map<number, (() => Promise<void>)[]>();
  const enter = (slot: number, deed: () => Promise<void>) =>
    diary.set(slot, [...(diary.get(slot) ?? []), deed]);
  const slots = length * 2;
  for (let slot = 0; slot < slots || diary.size > 0; slot += 1) {
    await turnTo(slotBegins(from, slot));
    const news: Sale[] = [];
    for (let n = Math.ceil((slot * sales) / slots); n < Math.min(sales, ((slot + 1) * sales) / slots); n += 1)
      enter(slot, async () => {
        const sale = await sell(n, skus[n % skus.length] ?? "");
        news.push(sale);
        if (sale.fate !== "captured in part") add(tally.sales, sale, sale.order.amount);
        fateOf(sale, slot, enter, tally);
      });
    // A sale may enter something for the same slot.
    for (let deeds = diary.get(slot); deeds; deeds = diary.get(slot)) {
      diary.delete(slot);
      await sideBySide(deeds);
    }
    await turnClock(minutes(1));
    if (slot % 2 === 0) await work();
    for (const sale of news) await sold?.(sale);
    made.push(...news);
    if (slot % 2 === 1) await night(dayOf(from, (slot + 1) / 2));
  }
  // So large that what was refunded and disputed last does not stay owed to Stripe, which grows with the sales of a day.
  const quantity = Math.max(40, Math.ceil(sales / 3));
  const last = await sell(sales, skus[0] ?? "", { life: ["page", "kept"], quantity });
  add(tally.sales, last, last.order.amount);
  made.push(last);
  await turnClock(minutes(1));
  await work();
  const left = Math.ceil((now().getTime() - seoulMidnight(from).getTime()) / days(1));
  for (let n = 0; n < nightsToPayout; n += 1) await night(dayOf(from, left + n));
  return { sales: made.toSorted((a, b) => a.n - b.n), tally };
}

/** The morning and the last minute of each day. */
const slotBegins = (from: string, slot: number) =>
  dayOf(from, Math.floor(slot / 2)) + (slot % 2 === 0 ? hours(10) : days(1) - seconds(30));

const dayOf = (from: string, day: number) => seoulMidnight(from).getTime() + days(day);

const turnTo = (moment: number) => turnClock(Math.max(0, moment - now().getTime()));

/** The daily look and the settlements of the day before. */
async function night(midnight: number) {
  await turnTo(midnight + hours(1) + minutes(5));
  await lookDaily(now());
  await work();
  await turnTo(midnight + hours(6) + minutes(5));
  await pullAll(now());
}

/**
 * Lets the loops work until nothing is due, for at most so many turns, as many as a shop has in some minutes. A turn takes
 * a part of what is due, so that a large month has many.
 */
async function work() {
  for (let turn = 0; turn < 200; turn += 1) {
    const { calls, news, looks } = await reconcileOnce();
    if (calls + news + looks === 0) return;
    await turnClock(seconds(2));
  }
}

async function sideBySide(deeds: (() => Promise<void>)[]) {
  for (let from = 0; from < deeds.length; from += 8)
    await Promise.all(deeds.slice(from, from + 8).map((deed) => deed()));
}

const prices = [9_900, 29_000, 45_300, 12_345, 78_000, 150_000, 33_330];

/** Products at several prices, enough of each. */
const shelves = (sales: number) =>
  Promise.all(
    prices.map(async (priceKrw) => {
      const { sku } = await aProduct({ priceKrw, priceUsd: Math.round(priceKrw / 13), stock: sales + 100 });
      return sku;
    }),
  );

async function sell(
  n: number,
  sku: string,
  {
    life: [way, fate] = lives[n % lives.length] ?? lives[0],
    quantity = 1,
  }: { life?: Life; quantity?: number } = {},
): Promise<Sale> {
  const currency = way === "page" || way === "intent" ? "USD" : "KRW";
  const wish = { ...(await aWish([{ sku, quantity }])), currency } as const;
  const { order } = await createOrder(wish, undefined, undefined, now());
  return {
    n,
    way,
    fate,
    order,
    payment: await (fate === "captured in part" ? hold(order) : begin(way, order)),
  };
}

/** Her bank only holds the money. */
async function hold(order: Order): Promise<Payment> {
  const { payment } = await anOpenIntent(order, { captureMethod: "manual" });
  await charge(order);
  const held = await paymentNow(payment);
  if (held.status !== "authorized") throw new Error(`The payment of ${order.number} is ${held.status}.`);
  return held;
}

/** A phone number for a cash receipt. */
const herNumber = "01012345678";

async function begin(way: Way, order: Order): Promise<Payment> {
  switch (way) {
    case "page":
    case "page in won":
      return (await aPaidPage(order)).payment;
    case "intent":
      return (await aPaidIntent(order)).payment;
    case "card":
      return byToss(order, "CARD", {});
    case "easy pay":
      return byToss(order, "EASY_PAY", { method: "EASY_PAY", provider: "TOSSPAY", source: "money" });
    case "transfer":
      return byToss(order, "TRANSFER", {
        method: "TRANSFER",
        bank: "SHINHAN",
        cashReceipt: { type: "소득공제", registrationNumber: herNumber },
      });
    case "mobile":
      return byToss(order, "MOBILE", { method: "MOBILE_PHONE" });
    case "account":
      return (
        await anAccount(order, { cashReceipt: { type: "income_deduction", registrationNumber: herNumber } })
      ).payment;
  }
}

async function byToss(order: Order, method: PaymentMethod, choice: Choice): Promise<Payment> {
  const { payment } = await readyToss(order, { ...aReadyWish(order), method }, now());
  const clientKey = env().toss.pairs[payment.keyPair === "api" ? "api" : "widget"]?.clientKey;
  const { paymentKey } = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount: payment.amount,
    ...choice,
    ...(clientKey && { clientKey }),
  });
  const paid = await confirmWith(payment, paymentKey);
  if (paid.status !== "paid") throw new Error(`The payment of ${order.number} is ${paid.status}.`);
  return paid;
}

const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

/** Enters in the diary what becomes of a sale, in half days from its own. */
function fateOf(
  sale: Sale,
  slot: number,
  enter: (slot: number, deed: () => Promise<void>) => void,
  tally: Tally,
) {
  const { way, fate, payment, order } = sale;
  const key = payment.gatewayPaymentKey ?? "";
  const part = Math.floor(order.amount / 3);
  const after = (halfDays: number, deed: () => Promise<unknown>) =>
    enter(slot + halfDays, async () => void (await deed()));
  const giveBack = async (amount: number) => {
    const to = way === "account" ? { account } : {};
    const wish = {
      paymentId: payment.id,
      amount,
      reason: "변심",
      requestedBy: "sora",
      waitMs: seconds(8),
      ...to,
    };
    const { state } = await refund(wish);
    if (state === "failed") throw new Error(`A refund of ${order.number} failed.`);
    add(tally.refunds, sale, amount);
  };
  const inConsole = async (amount: number) => {
    if (payment.gateway === "toss") await toss.payments.cancel(key, { reason: "콘솔", amount });
    else await stripe.intents.refund((await atStripe(payment.gatewayOrderId)).id, { amount });
    add(tally.refunds, sale, amount);
  };
  const dispute = () => stripe.disputes.open(key);

  if (way === "account" && fate !== "paid twice") after(1, () => toss.payments.deposit(key));
  switch (fate) {
    case "kept":
      return;
    case "refunded at once":
      // A phone bill is refunded in its own calendar month only.
      return after(0, () => giveBack(order.amount));
    case "refunded":
      return after(3, () => giveBack(order.amount));
    case "refunded in part":
      return after(4, () => giveBack(part));
    case "refunded in the console":
      return after(5, () => inConsole(order.amount));
    case "refunded in two parts":
      after(2, () => inConsole(part));
      return after(12, () => giveBack(order.amount - part));
    case "captured in part":
      return after(2, async () => {
        await captureByNumber(order.number, {
          amount: order.amount - part,
          actor: "staff:sora",
          address: "203.0.113.7",
          keyed: aKey(),
        });
        add(tally.sales, sale, order.amount - part);
      });
    case "reversed and deposited again":
      after(2, () => toss.payments.reverseDeposit(key));
      return after(3, () => toss.payments.deposit(key));
    case "reversed, and deposited again days later":
      after(3, () => toss.payments.reverseDeposit(key));
      return after(5, () => toss.payments.deposit(key));
    case "paid twice":
      // The deposit arrives before the shop has closed the account, and goes back to an account that she names.
      after(1, async () => {
        await byToss(order, "CARD", {});
        await toss.payments.deposit(key);
      });
      return after(8, () => nameAccount(order, account, undefined, now(), byLetter));
    case "disputed and won":
    case "disputed and lost": {
      const isLost = fate === "disputed and lost";
      let disputeId = "";
      after(4, async () => {
        disputeId = (await dispute()).id;
      });
      after(10, async () => {
        await (isLost ? stripe.disputes.lose(disputeId) : stripe.disputes.win(disputeId));
        await lookAndRecord(payment.id);
      });
      if (isLost) add(tally.disputes, sale, order.amount);
    }
  }
}

function add(sums: Record<string, number>, { payment }: Sale, amount: number) {
  const name = `${payment.gateway} ${payment.currency}`;
  sums[name] = (sums[name] ?? 0) + amount;
}
