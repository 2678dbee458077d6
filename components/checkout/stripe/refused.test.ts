import { describe, expect, test } from "vitest";
import { refusedFor } from "./refused";

describe("a buyer whose card was not charged is told why", () => {
  test.each([
    [
      "the bank gives its reason",
      { type: "card_error", code: "card_declined", decline_code: "insufficient_funds" },
      "card_balance",
    ],
    ["the code is the reason", { type: "card_error", code: "expired_card" }, "card_expired"],
    [
      "an unknown reason",
      { type: "card_error", code: "card_declined", decline_code: "moon_phase" },
      "card_declined",
    ],
    [
      "a reported card is declined without a reason",
      { type: "card_error", code: "card_declined", decline_code: "stolen_card" },
      "card_declined",
    ],
    [
      "the bank's challenge was not answered",
      { type: "invalid_request_error", code: "payment_intent_authentication_failure" },
      "card_unconfirmed",
    ],
    ["an incomplete number", { type: "validation_error", code: "incomplete_number" }, "card_incomplete"],
    ["a made-up code", { type: "card_error", code: "__proto__" }, "card_declined"],
  ] as const)("%s", (_what, error, words) => {
    expect(refusedFor({ message: "", ...error })).toBe(words);
  });
});

test("a lost connection says nothing about the card, and asks to press again", () => {
  expect(refusedFor({ type: "api_connection_error" })).toBe("unreachable");
});

test.each([
  { type: "api_error" },
  { type: "invalid_request_error", code: "payment_intent_unexpected_state" },
  { type: "rate_limit_error" },
] as const)("an error after a possible charge is no refusal: %j", (error) => {
  expect(refusedFor(error)).toBeUndefined();
});
