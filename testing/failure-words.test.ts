import { expect, test } from "vitest";
import { failureCodes, wordsOf } from "@/components/failures/codes";
import type { SdkErrorCode } from "@/emulators/toss/browser/sdk/errors";
import { cancelErrors } from "@/emulators/toss/errors/cancel";
import { paymentErrors } from "@/emulators/toss/errors/payment";
import { requestErrors } from "@/emulators/toss/errors/request";
import { confirmToss } from "@/lib/contracts/toss";
import { confirmDeclines, issueDeclines, refundDeclines } from "@/lib/gateways/toss/codes";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

const published = Object.keys({ ...paymentErrors, ...cancelErrors, ...requestErrors });

test("a shopper sees words for every code that the gateway may answer with", () => {
  expect(published.length).toBeGreaterThan(100);
  expect(published.filter((code) => !wordsOf(code))).toEqual([]);
  expect([...confirmDeclines, ...issueDeclines, ...refundDeclines].filter((code) => !wordsOf(code))).toEqual(
    [],
  );
});

test("and for every refusal of our own that a returning browser may meet", () => {
  expect(confirmToss.problems.filter((code) => !wordsOf(code))).toEqual([]);
});

test("the browser SDK's errors have words, as the compiler checks", () => {
  const sdk: Record<SdkErrorCode, string> = failureCodes;
  expect(sdk.USER_CANCEL).toBe("canceled");
});

test("a refusal by issuer, account or limit is shown with its own reason, and never with none", () => {
  const vague = [...confirmDeclines].filter((code) =>
    ["unknown", "shop_problem", "gateway_trouble", "busy"].includes(wordsOf(code) ?? "unknown"),
  );
  expect(vague).toEqual([]);
});

test("an error of the operator's keys or contract is not blamed on the shopper", () => {
  for (const code of [
    "UNAUTHORIZED_KEY",
    "INVALID_API_KEY",
    "NOT_REGISTERED_BUSINESS",
    "NOT_SUPPORTED_WIDGET_KEY",
  ])
    expect(wordsOf(code)).toBe("shop_problem");
});

test("there are no words without a code", () => {
  // The fallbacks for codes without texts of their own: for a payment, and for a refund.
  const used = new Set<string>([...Object.values(failureCodes), "unknown", "refund_rejected"]);
  expect(Object.keys(ko.failures).filter((words) => !used.has(words))).toEqual([]);
  expect(Object.keys(en.failures)).toEqual(Object.keys(ko.failures));
});

test("an unknown code has no words of its own", () => {
  expect(wordsOf("BRAND_NEW_CODE")).toBeUndefined();
  expect(wordsOf("constructor")).toBeUndefined();
});
