import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { type Answer, type FrontWords, pass } from "../../kit/front";
import { type Bindings, wireOf } from "../../kit/http";
import type { StoredAnswer } from "../../kit/idempotency";
import { preferredLanguage } from "../../kit/text";
import {
  describeError,
  type ErrorCode,
  isErrorCode,
  isRefusal,
  type Language,
  type Refusal,
  refuse,
  statusOf,
} from "../errors";
import type { KeyPair } from "../keys";
import { idempotencyKeyLengthMax } from "../rules";
import type { Toss } from "../toss";
import { authorize } from "./auth";

/** Operations, as the call log and the faults name them; a fault treats both ways to read a payment as `look`. */
export const operations = [
  "confirm",
  "issue",
  "cancel",
  "look",
  "transactions",
  "settlements",
  "acquire",
  "issue_receipt",
  "cancel_receipt",
  "receipts",
] as const;

type Question<Found extends object> = {
  operation: (typeof operations)[number] | "look_by_order";
  orderId: string | null;
  paymentKey: string | null;
  body: unknown;
  act(pair: KeyPair): Found | Refusal;
  print(found: Found, language: Language): unknown;
};

/** Operations that change something. */
const acting = ["confirm", "issue", "cancel", "acquire", "issue_receipt", "cancel_receipt"];

/** Passes a call through the front, after the checks that all calls share, and prints the answer. */
export function answer<Found extends object>(
  toss: Toss,
  c: Context<Bindings>,
  question: Question<Found>,
): Promise<Response> {
  const language = preferredLanguage(c.req.header("accept-language"));
  const pair = authorize(c.req.header("authorization"));
  const key = c.req.method === "POST" ? c.req.header("idempotency-key") || null : null;
  const keyIsValid = key !== null && key.length <= idempotencyKeyLengthMax;

  function act(): Found | Refusal {
    if (isRefusal(pair)) return pair;
    if (key !== null && !keyIsValid) return refuse("INVALID_IDEMPOTENCY_KEY");
    const testCode = c.req.header("tosspayments-test-code");
    if (testCode) return refuse(isErrorCode(testCode) ? testCode : "INVALID_TEST_CODE");
    return question.act(pair);
  }

  return pass(toss.front, {
    operation: question.operation,
    faultOperation: question.operation === "look_by_order" ? "look" : question.operation,
    orderId: question.orderId,
    paymentKey: question.paymentKey,
    idempotencyKey: key,
    body: question.body ?? null,
    scope: keyIsValid && !isRefusal(pair) ? `${pair.secretKey} ${c.req.method} ${c.req.path} ${key}` : null,
    act(): Answer {
      const outcome = act();
      if (isRefusal(outcome)) return { ...refusalAnswer(outcome.refused, language), acted: false };
      const acted = acting.includes(question.operation);
      return { status: 200, body: question.print(outcome, language), acted };
    },
    words: words(language),
    wire: wireOf(c),
    print: printAnswer,
  });
}

function words(language: Language): FrontWords {
  return {
    stillRunning: () => refusalAnswer("IDEMPOTENT_REQUEST_PROCESSING", language),
    internalError: () => refusalAnswer("FAILED_INTERNAL_SYSTEM_PROCESSING", language),
    refusal: (code) => refusalAnswer(isErrorCode(code) ? code : "UNKNOWN_ERROR", language),
    inflate: (body) => (Array.isArray(body) ? body.map(inflate) : inflate(body)),
  };
}

/** Adds 1,000 to the amount, in a payment or in a row of transactions. */
function inflate(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const field = "totalAmount" in body ? "totalAmount" : "amount";
  const amount = body[field];
  return typeof amount === "number" ? { ...body, [field]: amount + 1000 } : body;
}

function refusalAnswer(code: ErrorCode, language: Language): StoredAnswer {
  return { status: statusOf(code), body: describeError(code, language) };
}

/** Refuses a request before it reaches an operation. */
export function printRefusal(c: Context, code: ErrorCode): Response {
  return printAnswer(refusalAnswer(code, preferredLanguage(c.req.header("accept-language"))));
}

function printAnswer({ status, body }: StoredAnswer): Response {
  const traceId = randomBytes(16).toString("hex");
  return Response.json(body, { status, headers: { "x-tosspayments-trace-id": traceId } });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
