import { type Context, Hono } from "hono";
import { type Bindings, readJson } from "../../kit/http";
import { isRefusal, type Language, type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { acquire } from "../verbs/acquire";
import { cancel } from "../verbs/cancel";
import { confirm } from "../verbs/confirm";
import { findPayment, paymentOfOrder } from "../verbs/find";
import { issue } from "../verbs/issue";
import { listSettlements } from "../verbs/settlements";
import { listTransactions } from "../verbs/transactions";
import { printPayment } from "../wire/payment";
import { printSettlement } from "../wire/settlement";
import { printTransaction } from "../wire/transaction";
import { answer, printRefusal } from "./answer";
import { AcquireBody, CancelBody, ConfirmBody, cancellationIn } from "./bodies";
import { readIssueBody } from "./issue-body";
import { cancelingReceipt, issuingReceipt, listingReceipts } from "./receipts";
import { textField } from "./text-field";

/** The gateway's API for shops: what a secret key can do. */
export function apiRoutes(toss: Toss): Hono<Bindings> {
  const api = new Hono<Bindings>();
  api.post("/payments/confirm", (c) => confirming(toss, c));
  api.post("/payments/:paymentKey/cancel", (c) => canceling(toss, c, c.req.param("paymentKey")));
  api.post("/virtual-accounts", (c) => issuing(toss, c));
  api.get("/transactions", (c) => listing(toss, c));
  api.get("/settlements", (c) => settling(toss, c));
  api.post("/settlements", (c) => acquiring(toss, c));
  api.post("/cash-receipts", (c) => issuingReceipt(toss, c));
  api.post("/cash-receipts/:receiptKey/cancel", (c) => cancelingReceipt(toss, c, c.req.param("receiptKey")));
  api.get("/cash-receipts", (c) => listingReceipts(toss, c));
  api.get("/payments/orders/:orderId", (c) => lookingByOrder(toss, c, c.req.param("orderId")));
  api.get("/payments/:paymentKey", (c) => looking(toss, c, c.req.param("paymentKey")));
  for (const path of paths) {
    api.all(path, (c) => printRefusal(c, "NOT_FOUND_HTTP_METHOD"));
  }
  return api;
}

const paths = [
  "/payments/*",
  "/virtual-accounts",
  "/transactions",
  "/settlements",
  "/cash-receipts",
  "/cash-receipts/*",
];

async function confirming(toss: Toss, c: Context<Bindings>): Promise<Response> {
  const body = await readJson(c);
  const parsed = ConfirmBody.safeParse(body);
  return answer(toss, c, {
    operation: "confirm",
    orderId: textField(body, "orderId"),
    paymentKey: textField(body, "paymentKey"),
    body,
    act: (pair) => (parsed.success ? confirm(toss, pair, parsed.data) : refuse("INVALID_REQUEST")),
    print: printing(toss),
  });
}

async function canceling(toss: Toss, c: Context<Bindings>, paymentKey: string): Promise<Response> {
  const body = await readJson(c);
  const parsed = CancelBody.safeParse(body);
  return answer(toss, c, {
    operation: "cancel",
    orderId: toss.payments.get(paymentKey)?.orderId ?? null,
    paymentKey,
    body,
    act: (pair) =>
      parsed.success
        ? cancel(toss, pair, paymentKey, cancellationIn(parsed.data))
        : refuse("INVALID_REQUEST"),
    print: printing(toss),
  });
}

async function issuing(toss: Toss, c: Context<Bindings>): Promise<Response> {
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
    print: printing(toss),
  });
}

function listing(toss: Toss, c: Context<Bindings>): Promise<Response> {
  return answer(toss, c, {
    operation: "transactions",
    orderId: null,
    paymentKey: null,
    body: null,
    act: (pair) => listTransactions(toss, pair, c.req.query()),
    print: (rows, language) => rows.map((row) => printTransaction(toss, row, language)),
  });
}

function settling(toss: Toss, c: Context<Bindings>): Promise<Response> {
  return answer(toss, c, {
    operation: "settlements",
    orderId: null,
    paymentKey: null,
    body: null,
    act: (pair) => listSettlements(toss, pair, c.req.query()),
    print: (rows, language) => rows.map((row) => printSettlement(toss, row, language)),
  });
}

async function acquiring(toss: Toss, c: Context<Bindings>): Promise<Response> {
  const body = await readJson(c);
  const parsed = AcquireBody.safeParse(body);
  const paymentKey = textField(body, "paymentKey");
  return answer(toss, c, {
    operation: "acquire",
    orderId: toss.payments.get(paymentKey ?? "")?.orderId ?? null,
    paymentKey,
    body,
    act: (pair) => (parsed.success ? acquire(toss, pair, parsed.data.paymentKey) : refuse("INVALID_REQUEST")),
    print: (acquired) => acquired,
  });
}

function lookingByOrder(toss: Toss, c: Context<Bindings>, orderId: string): Promise<Response> {
  return answer(toss, c, {
    operation: "look_by_order",
    orderId,
    paymentKey: null,
    body: null,
    act: (pair) => paymentOfOrder(toss, pair, orderId) ?? refuse("NOT_FOUND_PAYMENT"),
    print: printing(toss),
  });
}

function looking(toss: Toss, c: Context<Bindings>, paymentKey: string): Promise<Response> {
  return answer(toss, c, {
    operation: "look",
    orderId: toss.payments.get(paymentKey)?.orderId ?? null,
    paymentKey,
    body: null,
    act: (pair) => ownPayment(toss, pair, paymentKey),
    print: printing(toss),
  });
}

function ownPayment(toss: Toss, pair: KeyPair, paymentKey: string): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  return payment?.mId === pair.mId ? payment : refuse("NOT_FOUND_PAYMENT");
}

const printing = (toss: Toss) => (payment: Payment, language: Language) =>
  printPayment(toss, payment, language);
