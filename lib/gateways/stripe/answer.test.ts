import fc from "fast-check";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { answerOfError } from "./answer";
import { confirmDeclines, declinesOf, refundDeclines, type Verb } from "./codes";
import { NoAnswer } from "./over-lines";

const verbs = Object.keys(declinesOf) as Verb[];

test.each(["timeout", "unreachable", "not_sent"] as const)("Stripe gave no answer: unknown, %s", (why) => {
  const error = new Stripe.errors.StripeConnectionError({ message: "", detail: new NoAnswer(why) });
  expect(answerOfError(error, "confirm")).toEqual({ is: "unknown", why, code: null });
});

test("a bug of ours is not taken for an answer of Stripe's: it is rethrown", () => {
  expect(() => answerOfError(new TypeError("a bug"), "confirm")).toThrow("a bug");
});

test("rule 12: whatever Stripe answers, only a client error with a code from the list is a decline", () => {
  const codes = fc.oneof(
    fc.constantFrom(...confirmDeclines, ...refundDeclines, "resource_missing", "rate_limit"),
    fc.string(),
  );
  const raw = fc.record(
    {
      statusCode: fc.oneof(
        fc.constantFrom(400, 401, 402, 403, 404, 409, 424, 429),
        fc.integer({ min: 400, max: 599 }),
      ),
      code: codes,
      decline_code: codes,
      param: fc.string(),
      message: fc.string(),
      type: fc.constantFrom("card_error", "invalid_request_error", "api_error", "idempotency_error"),
    },
    { requiredKeys: ["statusCode", "message", "type"] },
  );
  fc.assert(
    fc.property(raw, fc.constantFrom(...verbs), (said, verb) => {
      const list = declinesOf[verb];
      const answer = answerOfError(Stripe.errors.StripeError.generate(said), verb);
      const may =
        said.statusCode < 500 && [said.code, said.decline_code].some((code) => list.has(code ?? ""));
      if (answer.is === "declined") expect(may || list.has("refund_exceeds_charge")).toBe(true);
      if ([409, 424, 429].includes(said.statusCode) || said.statusCode >= 500)
        expect(answer.is).not.toBe("rejected");
      if (said.statusCode >= 500) expect(answer.is).toBe("unknown");
      if (said.statusCode === 401 || said.statusCode === 403) expect(answer.is).not.toBe("seen");
    }),
  );
});
