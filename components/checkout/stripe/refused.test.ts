import { describe, expect, test } from "vitest";
import { refusedFor } from "./refused";

describe("somebody whose card was not charged is told why", () => {
  test.each([
    [
      "the bank gives its reason",
      { type: "card_error", code: "card_declined", decline_code: "insufficient_funds" },
      "card_balance",
    ],
    ["the code is the reason", { type: "card_error", code: "expired_card" }, "card_expired"],
    [
      "a reason nobody has told us of",
      { type: "card_error", code: "card_declined", decline_code: "moon_phase" },
      "card_declined",
    ],
    [
      "a card that was reported is declined, and no more is said",
      { type: "card_error", code: "card_declined", decline_code: "stolen_card" },
      "card_declined",
    ],
    [
      "the bank's question was not answered",
      { type: "invalid_request_error", code: "payment_intent_authentication_failure" },
      "card_unconfirmed",
    ],
    [
      "a number that is not whole",
      { type: "validation_error", code: "incomplete_number" },
      "card_incomplete",
    ],
    ["a made-up code", { type: "card_error", code: "__proto__" }, "card_declined"],
  ] as const)("%s", (_what, error, words) => {
    expect(refusedFor({ message: "", ...error })).toBe(words);
  });
});

test("a lost connection says nothing of the card, and leads to another press", () => {
  expect(refusedFor({ type: "api_connection_error" })).toBe("unreachable");
});

test.each([
  { type: "api_error" },
  { type: "invalid_request_error", code: "payment_intent_unexpected_state" },
  { type: "rate_limit_error" },
] as const)("what may have been charged all the same is no refusal: %j", (error) => {
  expect(refusedFor(error)).toBeUndefined();
});
