import { expect, test } from "vitest";
import type { Refund } from "@/db/schema";
import { sampleBooks } from "@/testing/sample-books";
import { refundsForShopper } from "./shopper-refunds";

const [given] = sampleBooks().refunds;
if (!given) throw new Error("Mina got money back.");
const refund = (id: string, differs: Partial<Refund>): Refund => ({ ...given, id, ...differs });
const seen = (...refunds: Refund[]) => refundsForShopper(refunds).map(({ id }) => id);

test("a shopper sees the refunds to wait for, and none that needs approval", () => {
  expect(
    seen(
      refund("done", {}),
      refund("account", { state: "waiting_for_account" }),
      refund("queued", { state: "queued" }),
      refund("undecided", { state: "waiting_for_approval" }),
    ),
  ).toEqual(["done", "account", "queued"]);
});

test("a refund that was rejected or withdrawn before approval was never shown", () => {
  expect(
    seen(
      refund("refused", { state: "failed", failureCode: "not_approved" }),
      refund("withdrawn", { state: "failed", failureCode: "withdrawn" }),
    ),
  ).toEqual([]);
});

test("a failed refund is shown until another refund of that payment has followed", () => {
  const failed = refund("failed", { state: "failed", failureCode: "NOT_CANCELABLE_PAYMENT" });
  expect(seen(failed)).toEqual(["failed"]);
  expect(seen(failed, refund("another", { paymentId: "pay_2" }))).toEqual(["failed", "another"]);
  expect(seen(failed, refund("again", { state: "asked" }))).toEqual(["again"]);
  expect(seen(failed, refund("undecided", { state: "waiting_for_approval" }))).toEqual(["failed"]);
});
