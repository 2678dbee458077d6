import { Hono } from "hono";
import { type Bindings, readJson } from "../kit/http";
import { answer, printRefusal } from "./answer";
import { CancelBody, ConfirmBody } from "./bodies";
import { isRefusal, type Language, refuse } from "./errors";
import { readIssueBody } from "./issue-body";
import type { Payment } from "./payment";
import { printTransaction } from "./print-transaction";
import type { Toss } from "./toss";
import { cancel } from "./verbs/cancel";
import { confirm } from "./verbs/confirm";
import { findPayment, speakerOfOrder } from "./verbs/find";
import { issue } from "./verbs/issue";
import { listTransactions } from "./verbs/transactions";
import { printPayment } from "./wire";

/** The gateway's API for shops: what a secret key can do. */
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
        const { cancelReason, cancelAmount, refundReceiveAccount, ...rest } = parsed.data;
        return cancel(toss, pair, paymentKey, {
          reason: cancelReason,
          amount: cancelAmount ?? undefined,
          refundableAmount: rest.refundableAmount ?? undefined,
          taxFreeAmount: rest.taxFreeAmount ?? undefined,
          currency: rest.currency ?? undefined,
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

function textField(body: unknown, field: string): string | null {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, field) : null;
  return typeof value === "string" ? value : null;
}
