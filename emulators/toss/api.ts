import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { type Answer, type DoorWords, pass } from "../kit/door";
import { type Bindings, readJson, wireOf } from "../kit/http";
import type { StoredAnswer } from "../kit/idempotency";
import { preferredLanguage } from "../kit/text";
import { authorize } from "./auth";
import { CancelBody, ConfirmBody } from "./bodies";
import {
  describeError,
  type ErrorCode,
  isErrorCode,
  isRefusal,
  type Language,
  type Refusal,
  refuse,
  statusOf,
} from "./errors";
import type { KeyPair } from "./keys";
import type { Payment } from "./payment";
import type { Toss } from "./toss";
import { cancel } from "./verbs/cancel";
import { confirm } from "./verbs/confirm";
import { findPayment, speakerOfOrder } from "./verbs/find";
import { printPayment } from "./wire";

/** The gateway's API for shops: what a secret key can ask. */
export function apiRoutes(toss: Toss): Hono<Bindings> {
  const api = new Hono<Bindings>();

  api.post("/payments/confirm", async (c) => {
    const body = await readJson(c);
    const parsed = ConfirmBody.safeParse(body);
    return answer(toss, c, {
      operation: "confirm",
      orderId: textField(body, "orderId"),
      paymentKey: textField(body, "paymentKey"),
      body,
      act: (pair) => (parsed.success ? confirm(toss, pair, parsed.data) : refuse("INVALID_REQUEST")),
    });
  });

  api.post("/payments/:paymentKey/cancel", async (c) => {
    const paymentKey = c.req.param("paymentKey");
    const body = await readJson(c);
    const parsed = CancelBody.safeParse(body);
    return answer(toss, c, {
      operation: "cancel",
      orderId: toss.payments.get(paymentKey)?.orderId ?? null,
      paymentKey,
      body,
      act(pair) {
        if (!parsed.success) return refuse("INVALID_REQUEST");
        const { cancelReason, cancelAmount, refundableAmount, taxFreeAmount, currency } = parsed.data;
        return cancel(toss, pair, paymentKey, {
          reason: cancelReason,
          amount: cancelAmount ?? undefined,
          refundableAmount: refundableAmount ?? undefined,
          taxFreeAmount: taxFreeAmount ?? undefined,
          currency: currency ?? undefined,
        });
      },
    });
  });

  api.get("/payments/orders/:orderId", (c) => {
    const orderId = c.req.param("orderId");
    return answer(toss, c, {
      operation: "look_by_order",
      orderId,
      paymentKey: null,
      body: null,
      act: (pair) => speakerOfOrder(toss, pair, orderId) ?? refuse("NOT_FOUND_PAYMENT"),
    });
  });

  api.get("/payments/:paymentKey", (c) => {
    const paymentKey = c.req.param("paymentKey");
    return answer(toss, c, {
      operation: "look",
      orderId: toss.payments.get(paymentKey)?.orderId ?? null,
      paymentKey,
      body: null,
      act(pair) {
        const payment = findPayment(toss, paymentKey);
        return payment?.mId === pair.mId ? payment : refuse("NOT_FOUND_PAYMENT");
      },
    });
  });

  api.all("/payments/*", (c) => printRefusal(c, "NOT_FOUND_HTTP_METHOD"));
  return api;
}

interface Question {
  operation: "confirm" | "cancel" | "look" | "look_by_order";
  orderId: string | null;
  paymentKey: string | null;
  body: unknown;
  act(pair: KeyPair): Payment | Refusal;
}

const IDEMPOTENCY_KEY_LENGTH_MAX = 300;

function answer(toss: Toss, c: Context<Bindings>, question: Question): Promise<Response> {
  const language = preferredLanguage(c.req.header("accept-language"));
  const pair = authorize(c.req.header("authorization"));
  const key = c.req.method === "POST" ? c.req.header("idempotency-key") || null : null;
  const keyIsValid = key !== null && key.length <= IDEMPOTENCY_KEY_LENGTH_MAX;

  function act(): Payment | Refusal {
    if (isRefusal(pair)) return pair;
    if (key !== null && !keyIsValid) return refuse("INVALID_IDEMPOTENCY_KEY");
    const testCode = c.req.header("tosspayments-test-code");
    if (testCode) return refuse(isErrorCode(testCode) ? testCode : "INVALID_TEST_CODE");
    return question.act(pair);
  }

  return pass(toss.door, {
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
      const movesMoney = question.operation === "confirm" || question.operation === "cancel";
      return { status: 200, body: printPayment(toss, outcome, language), acted: movesMoney };
    },
    words: words(language),
    wire: wireOf(c),
    print,
  });
}

function words(language: Language): DoorWords {
  return {
    stillRunning: () => refusalAnswer("IDEMPOTENT_REQUEST_PROCESSING", language),
    internalError: () => refusalAnswer("FAILED_INTERNAL_SYSTEM_PROCESSING", language),
    refusal: (code) => refusalAnswer(isErrorCode(code) ? code : "UNKNOWN_ERROR", language),
    inflate: (body) =>
      isRecord(body) && typeof body.totalAmount === "number"
        ? { ...body, totalAmount: body.totalAmount + 1000 }
        : body,
  };
}

function refusalAnswer(code: ErrorCode, language: Language): StoredAnswer {
  return { status: statusOf(code), body: describeError(code, language) };
}

/** The API's refusal of what never reaches an operation. */
export function printRefusal(c: Context, code: ErrorCode): Response {
  return print(refusalAnswer(code, preferredLanguage(c.req.header("accept-language"))));
}

function print({ status, body }: StoredAnswer): Response {
  const traceId = randomBytes(16).toString("hex");
  return Response.json(body, { status, headers: { "x-tosspayments-trace-id": traceId } });
}

function textField(body: unknown, field: string): string | null {
  const value = isRecord(body) ? body[field] : null;
  return typeof value === "string" ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
