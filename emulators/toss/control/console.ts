import { type Context, Hono } from "hono";
import { z } from "zod";
import { optionalBody, withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import { refundReceiveAccount } from "../api/bodies";
import { isRefusal, type Refusal } from "../errors";
import { bankRefunds, type Payment } from "../payment";
import type { Toss } from "../toss";
import { cancelInConsole } from "../verbs/cancel";
import { deposit } from "../verbs/deposit";
import { expireDue, expireNow } from "../verbs/expire";
import { findByOrder } from "../verbs/find";
import { payBackDeposit } from "../verbs/pay-back-deposit";
import { reverseDeposit } from "../verbs/reverse-deposit";
import { printPayment } from "../wire/payment";
import { refused } from "./refused";

const ConsoleCancel = z.strictObject({
  amount: z.number().positive().optional(),
  taxFreeAmount: z.number().nonnegative().optional(),
  reason: z.string().min(1),
  refundReceiveAccount: refundReceiveAccount.optional(),
});

const Depositing = optionalBody(
  z.strictObject({
    late: z.boolean().optional(),
    amount: z.number().positive().optional(),
    depositorName: z.string().min(1).optional(),
  }),
);

const BankSays = z.strictObject({ status: z.enum(bankRefunds) });

/** What the shop's staff do in the gateway's console, and what the banks do. */
export function consoleRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  function acted(c: Context, act: () => Payment | Refusal): Response {
    const payment = toss.front.memory.transaction(act);
    return isRefusal(payment) ? refused(c, payment) : c.json(printPayment(toss, payment, "ko"));
  }

  routes.get("/", (c) => {
    const order = c.req.query("orderId");
    expireDue(toss);
    const payments = order ? findByOrder(toss, order) : toss.payments.latest({});
    return c.json(payments.map((payment) => printPayment(toss, payment, "ko")));
  });
  routes.post("/:paymentKey/cancel", (c) =>
    withBody(c, ConsoleCancel, ({ refundReceiveAccount: refundAccount, ...rest }) =>
      acted(c, () => cancelInConsole(toss, c.req.param("paymentKey"), { ...rest, refundAccount })),
    ),
  );
  routes.post("/:paymentKey/deposit", (c) =>
    withBody(c, Depositing, (paid) => acted(c, () => deposit(toss, c.req.param("paymentKey"), paid))),
  );
  routes.post("/:paymentKey/reverse-deposit", (c) =>
    acted(c, () => reverseDeposit(toss, c.req.param("paymentKey"))),
  );
  routes.post("/:paymentKey/refund-status", (c) =>
    withBody(c, BankSays, ({ status }) =>
      acted(c, () => payBackDeposit(toss, c.req.param("paymentKey"), status)),
    ),
  );
  routes.post("/:paymentKey/expire", (c) => acted(c, () => expireNow(toss, c.req.param("paymentKey"))));
  return routes;
}
