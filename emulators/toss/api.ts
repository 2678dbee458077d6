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
import { readIssueBody } from "./issueBody";
import type { KeyPair } from "./keys";
import type { Payment } from "./payment";
import type { Toss } from "./toss";
import { printTransaction } from "./transaction";
import { cancel } from "./verbs/cancel";
import { confirm } from "./verbs/confirm";
import { findPayment, speakerOfOrder } from "./verbs/find";
import { issue } from "./verbs/issue";
import { listTransactions } from "./verbs/transactions";
import { printPayment } from "./wire";

/** The gateway's API for shops: what a secret key can ask. */
export function apiRoutes(toss: Toss): Hono<Bindings> {
  const api = new Hono<Bindings>();
  const print = (payment: Payment, language: Language) => printPayment(toss, payment, language);

  api.post("/payments/confirm", async (c) => {
    const body = await readJson(c);
    const parsed = ConfirmBody.safeParse(body);
    return answer(toss, c, {
      operation: "confirm",
      orderId: textField(body, "orderId"),
      paymentKey: textField(body, "paymentKey"),
      body,
      act: (pair) => (parsed.success ? confirm(toss, pair, parsed.data) : refuse("INVALID_REQUEST")),
      print,
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
        const {
          cancelReason,
          cancelAmount,
          refundableAmount,
          taxFreeAmount,
          currency,
          refundReceiveAccount,
        } = parsed.data;
        return cancel(toss, pair, paymentKey, {
          reason: cancelReason,
          amount: cancelAmount ?? undefined,
          refundableAmount: refundableAmount ?? undefined,
          taxFreeAmount: taxFreeAmount ?? undefined,
          currency: currency ?? undefined,
          refundAccount: refundReceiveAccount ?? undefined,
        });
      },
      print,
    });
  });

  api.post("/virtual-accounts", async (c) => {
    const body = await readJson(c);
    return answer(toss, c, {
      operation: "issue",
      orderId: textField(body, "orderId"),
      paymentKey: null,
      body,
      act(pair) {
        const order = readIssueBody(body);
        return isRefusal(order) ? order : issue(toss, pair, order);
      },
      print,
    });
  });

  api.get("/transactions", (c) =>
    answer(toss, c, {
      operation: "transactions",
      orderId: null,
      paymentKey: null,
      body: null,
      act: (pair) => listTransactions(toss, pair, c.req.query()),
      print: (rows, language) => rows.map((row) => printTransaction(toss, row, language)),
    }),
  );

  api.get("/payments/orders/:orderId", (c) => {
    const orderId = c.req.param("orderId");
    return answer(toss, c, {
      operation: "look_by_order",
      orderId,
      paymentKey: null,
      body: null,
      act: (pair) => speakerOfOrder(toss, pair, orderId) ?? refuse("NOT_FOUND_PAYMENT"),
      print,
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
      print,
    });
  });

  for (const path of ["/payments/*", "/virtual-accounts", "/transactions"]) {
    api.all(path, (c) => printRefusal(c, "NOT_FOUND_HTTP_METHOD"));
  }
  return api;
}

/** What can be asked, as the call log and the faults name it; both ways to look are one to a fault. */
export const operations = ["confirm", "issue", "cancel", "look", "transactions"] as const;

interface Question<Found extends object> {
  operation: (typeof operations)[number] | "look_by_order";
  orderId: string | null;
  paymentKey: string | null;
  body: unknown;
  act(pair: KeyPair): Found | Refusal;
  print(found: Found, language: Language): unknown;
}

const movesMoney = ["confirm", "issue", "cancel"];

const IDEMPOTENCY_KEY_LENGTH_MAX = 300;

function answer<Found extends object>(
  toss: Toss,
  c: Context<Bindings>,
  question: Question<Found>,
): Promise<Response> {
  const language = preferredLanguage(c.req.header("accept-language"));
  const pair = authorize(c.req.header("authorization"));
  const key = c.req.method === "POST" ? c.req.header("idempotency-key") || null : null;
  const keyIsValid = key !== null && key.length <= IDEMPOTENCY_KEY_LENGTH_MAX;

  function act(): Found | Refusal {
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
      const acted = movesMoney.includes(question.operation);
      return { status: 200, body: question.print(outcome, language), acted };
    },
    words: words(language),
    wire: wireOf(c),
    print: printAnswer,
  });
}

function words(language: Language): DoorWords {
  return {
    stillRunning: () => refusalAnswer("IDEMPOTENT_REQUEST_PROCESSING", language),
    internalError: () => refusalAnswer("FAILED_INTERNAL_SYSTEM_PROCESSING", language),
    refusal: (code) => refusalAnswer(isErrorCode(code) ? code : "UNKNOWN_ERROR", language),
    inflate: (body) => (Array.isArray(body) ? body.map(inflate) : inflate(body)),
  };
}

/** 1,000 too much, in a payment or in a row of transactions. */
function inflate(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const field = "totalAmount" in body ? "totalAmount" : "amount";
  const amount = body[field];
  return typeof amount === "number" ? { ...body, [field]: amount + 1000 } : body;
}

function refusalAnswer(code: ErrorCode, language: Language): StoredAnswer {
  return { status: statusOf(code), body: describeError(code, language) };
}

/** The API's refusal of what never reaches an operation. */
export function printRefusal(c: Context, code: ErrorCode): Response {
  return printAnswer(refusalAnswer(code, preferredLanguage(c.req.header("accept-language"))));
}

function printAnswer({ status, body }: StoredAnswer): Response {
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
