import { describe, expect, test } from "vitest";
import type { Call } from "@/db/schema";
import type { ReportedCashReceipt } from "../contracts/cash-receipts";
import { endOfReceiptCall, excessOf, firstAsked, hasReceipt } from "./receipts";

// What the lists of cash receipts say about the shop's own requests.

const noon = new Date("2028-02-01T03:00:00Z");
const minute = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

const receipt = (
  kind: ReportedCashReceipt["kind"],
  amount: number,
  { key = "K1", at = noon, state = "completed" as ReportedCashReceipt["state"] } = {},
): ReportedCashReceipt => ({
  key: kind === "issued" ? key : `${key} ${at.toISOString()}`,
  kind,
  type: "income_deduction",
  amount,
  taxFree: 0,
  state,
  code: null,
  url: null,
  requestedAt: at.toISOString(),
  apart: true,
});

const cancelOf = (amount: number, canceledBefore = 0): Call["sent"] => ({
  kind: "receipt_cancel",
  paymentKey: "p",
  orderId: "o",
  receiptKey: "K1",
  amount,
  canceledBefore,
});
const issue = (known: string[] = []): Call["sent"] => ({
  kind: "receipt",
  paymentKey: "p",
  orderId: "o",
  orderName: "Mug",
  amount: 32_000,
  taxFree: 0,
  type: "income_deduction",
  registrationNumber: "01012345678",
  known,
});

type State = Partial<Pick<Call, "silentAt" | "unknownWhy" | "askedAt">>;
const call = (sent: Call["sent"], state: State = {}) => ({
  sent,
  askedAt: noon,
  silentAt: noon,
  unknownWhy: "timeout" as const,
  ...state,
});

describe("a cancellation of 10,000 that nobody answered, while the console cancels 6,000", () => {
  const elsewhere = [receipt("issued", 32_000), receipt("canceled", 6_000, { at: minute(1) })];

  test("it may still arrive, so nothing else is sent", () => {
    expect(endOfReceiptCall(call(cancelOf(10_000)), elsewhere, minute(2))).toBeUndefined();
  });

  test("it arrives after all: it is done, whatever else was canceled", () => {
    const both = [...elsewhere, receipt("canceled", 10_000, { at: minute(3) })];
    expect(endOfReceiptCall(call(cancelOf(10_000)), both, minute(4))).toBe("done");
  });

  test("it was lost, or Toss refused it at once: another amount is canceled instead", () => {
    expect(endOfReceiptCall(call(cancelOf(10_000)), elsewhere, minute(46))).toBe("moot");
    const refused = call(cancelOf(10_000), { silentAt: null, unknownWhy: "rejected" });
    expect(endOfReceiptCall(refused, elsewhere, minute(2))).toBe("moot");
  });
});

test("the console cancels more than the shop asked for: the shop's request is still open", () => {
  const all = [receipt("issued", 32_000), receipt("canceled", 32_000, { at: minute(1) })];
  expect(endOfReceiptCall(call(cancelOf(10_000)), all, minute(2))).toBeUndefined();
});

test("two refunds of the same amount, one after another: the first cancellation is not the second", () => {
  const one = [receipt("issued", 32_000), receipt("canceled", 10_000, { at: minute(1) })];
  expect(endOfReceiptCall(call(cancelOf(10_000, 10_000)), one, minute(2))).toBeUndefined();
  const two = [...one, receipt("canceled", 10_000, { at: minute(2) })];
  expect(endOfReceiptCall(call(cancelOf(10_000, 10_000)), two, minute(3))).toBe("done");
});

test("a receipt from before the request, which the shop did not know, is not what it asked for", () => {
  const yesterday = receipt("issued", 32_000, { at: minute(-1_440), state: "failed" });
  expect(endOfReceiptCall(call(issue()), [yesterday], minute(1))).toBeUndefined();
  const ours = receipt("issued", 32_000, { key: "K2", at: minute(1) });
  expect(endOfReceiptCall(call(issue()), [yesterday, ours], minute(2))).toBe("done");
  expect(endOfReceiptCall(call(issue(["K2"])), [ours], minute(2))).toBeUndefined();
});

test("staff send a silent request again days later: what it did on the first day counts", () => {
  const again = call(issue(), { askedAt: minute(4_320), silentAt: noon });
  expect(firstAsked(again)).toEqual(noon);
  expect(endOfReceiptCall(again, [receipt("issued", 32_000, { at: minute(1) })], minute(4_321))).toBe("done");
});

test("the tax office refuses a cancellation: the receipt stands, and the same is not canceled twice", () => {
  const receipts = [
    receipt("issued", 32_000),
    receipt("canceled", 32_000, { at: minute(1), state: "failed" }),
  ];
  expect(hasReceipt(receipts)).toBe(true);
  expect(
    excessOf({ captured: 32_000, refunded: 32_000, detail: { cashReceipts: receipts } }),
  ).toBeUndefined();
});
