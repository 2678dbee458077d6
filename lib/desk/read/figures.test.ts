import { expect, test } from "vitest";
import { post } from "@/db/books";
import { writePayment } from "@/db/payments";
import { type Payment, soldDays } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { sealTransfers } from "@/lib/books/chain";
import { addUpDays } from "@/lib/books/days";
import {
  captureTransfer,
  disputeTransfer,
  feeTransfer,
  refundFailedTransfer,
  refundTransfer,
  reversalTransfer,
} from "@/lib/books/ledger";
import { now } from "@/lib/clock";
import { seoulTime } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { haneul } from "@/testing/desk-people";
import { anAccount, anAttempt } from "@/testing/makers";
import "@/testing/stripe";
import { anOpenPage } from "@/testing/stripe-makers";
import { figures } from "./figures";

const staff = haneul;
const days = { from: "2026-03-01", to: "2026-03-03" };

type Kind = typeof captureTransfer;

/** Posts a transfer at this time. */
let posted = 0;
const book = (
  kind: Kind,
  payment: Payment,
  amount: number,
  at: string,
  credited: "sales" | "shopper" = "sales",
) => {
  posted += 1;
  const row = kind(payment, {
    amount,
    currency: payment.currency,
    transaction: `tx-${posted}`,
    credited,
    at: new Date(at),
  });
  return transaction((tx) => post(tx, [row]));
};

test("a day is Seoul's: it begins at 15:00 of the day before in London", async () => {
  const { payment } = await anAttempt();
  await book(captureTransfer, payment, 1, "2026-02-28T14:59:59.999Z");
  await book(captureTransfer, payment, 10, "2026-02-28T15:00:00.000Z");
  await book(captureTransfer, payment, 100, "2026-03-01T14:59:59.999Z");
  await book(captureTransfer, payment, 1_000, "2026-03-01T15:00:00.000Z");
  await book(captureTransfer, payment, 10_000, "2026-03-03T14:59:59.999Z");
  await book(captureTransfer, payment, 100_000, "2026-03-03T15:00:00.000Z");
  const of = { gateway: "toss", method: "CARD", currency: "KRW", refunds: 0, disputed: 0, givenBack: 0 };
  expect((await figures(staff, days)).days).toEqual([
    { ...of, day: "2026-03-01", sales: 110, sold: 2 },
    { ...of, day: "2026-03-02", sales: 1_000, sold: 1 },
    { ...of, day: "2026-03-03", sales: 10_000, sold: 1 },
  ]);
});

test("sales and refunds are listed by method and currency, each on its own day", async () => {
  const card = (await anAttempt()).payment;
  const account = (await anAccount()).payment;
  const dollars = (await anOpenPage()).payment;
  await book(captureTransfer, card, 29_000, "2026-03-01T03:00:00Z");
  await book(refundTransfer, card, 9_000, "2026-03-02T03:00:00Z");
  await book(refundFailedTransfer, card, 4_000, "2026-03-03T03:00:00Z");
  // A deposit arrived, its bank reversed it, and it arrived again; what is owed to a shopper is not a sale.
  await book(captureTransfer, account, 29_000, "2026-03-01T03:00:00Z");
  await book(reversalTransfer, account, 29_000, "2026-03-02T03:00:00Z");
  await book(captureTransfer, account, 5_000, "2026-03-02T04:00:00Z", "shopper");
  await book(captureTransfer, dollars, 2_200, "2026-03-01T03:00:00Z");
  const fee = { amount: 94, currency: "USD", transaction: "txn_1", at: new Date("2026-03-01T03:00:00Z") };
  await transaction((tx) => post(tx, [feeTransfer(dollars, fee)]));
  const found = (await figures(staff, days)).days;
  expect(
    found.map(({ day, method, currency, sales, refunds }) => [day, method, currency, sales, refunds]),
  ).toEqual([
    ["2026-03-01", "CARD", "KRW", 29_000, 0],
    ["2026-03-01", "CARD", "USD", 2_200, 0],
    ["2026-03-01", "VIRTUAL_ACCOUNT", "KRW", 29_000, 0],
    ["2026-03-02", "CARD", "KRW", 0, 9_000],
    ["2026-03-02", "VIRTUAL_ACCOUNT", "KRW", -29_000, 0],
    ["2026-03-03", "CARD", "KRW", 0, -4_000],
  ]);
});

test("figures are the same before and after days are added up, and a late transfer joins its own day", async () => {
  const { payment } = await anAttempt();
  await book(captureTransfer, payment, 29_000, "2026-03-01T03:00:00Z");
  await book(captureTransfer, payment, 1_000, "2026-03-02T03:00:00Z");
  await book(refundTransfer, payment, 9_000, "2026-03-02T03:00:00Z");
  const inLife = (await figures(staff, days)).days;
  await sealTransfers();
  expect((await figures(staff, days)).days).toEqual(inLife);
  await Promise.all([addUpDays(), addUpDays(), addUpDays()]);
  expect(await db.select().from(soldDays)).toHaveLength(2);
  expect((await figures(staff, days)).days).toEqual(inLife);

  await book(captureTransfer, payment, 500, "2026-03-01T04:00:00Z");
  const later = [
    { day: "2026-03-01", sales: 29_500, sold: 2 },
    { day: "2026-03-02", sales: 1_000, refunds: 9_000 },
  ];
  expect((await figures(staff, days)).days).toMatchObject(later);
  await sealTransfers();
  await addUpDays();
  expect((await figures(staff, days)).days).toMatchObject(later);
  expect((await figures(staff, { from: "2026-03-02", to: "2026-03-02" })).days).toMatchObject([later[1]]);
});

test("what banks take for disputes is no refund, and returns when the dispute is won", async () => {
  const { payment } = await anOpenPage();
  const taken = {
    amount: 2_200,
    currency: "USD",
    transaction: "txn_1",
    at: new Date("2026-03-01T03:00:00Z"),
  };
  const won = { ...taken, amount: -2_200, transaction: "txn_2", at: new Date("2026-03-03T03:00:00Z") };
  await transaction((tx) => post(tx, [disputeTransfer(payment, taken), disputeTransfer(payment, won)]));
  expect((await figures(staff, days)).days).toMatchObject([
    { day: "2026-03-01", sales: 0, refunds: 0, disputed: 2_200 },
    { day: "2026-03-03", sales: 0, refunds: 0, disputed: -2_200 },
  ]);
});

test("test money and real money never appear in one figure", async () => {
  const { payment } = await anAttempt();
  await book(captureTransfer, payment, 100, "2026-03-01T03:00:00Z");
  await book(captureTransfer, { ...payment, live: true }, 7, "2026-03-01T03:00:00Z");
  expect((await figures(staff, days)).days).toMatchObject([{ sales: 100 }]);
  env().live = true;
  try {
    expect(await figures(staff, days)).toMatchObject({ live: true, days: [{ sales: 7 }], failures: [] });
  } finally {
    env().live = false;
  }
});

test("reasons for failed attempts are counted, the most common first", async () => {
  for (const failureCode of ["REJECT_CARD_PAYMENT", "EXPIRED_PAYMENT", "REJECT_CARD_PAYMENT"]) {
    const { payment } = await anAttempt();
    await transaction((tx) =>
      writePayment(tx, payment.id, payment.version, { status: "failed", failureCode }),
    );
  }
  await anAttempt();
  const today = seoulTime(now()).slice(0, 10);
  expect((await figures(staff, { from: today, to: today })).failures).toEqual([
    { gateway: "toss", method: "CARD", code: "REJECT_CARD_PAYMENT", n: 2 },
    { gateway: "toss", method: "CARD", code: "EXPIRED_PAYMENT", n: 1 },
  ]);
});
