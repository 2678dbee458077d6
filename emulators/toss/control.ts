import { type Context, Hono } from "hono";
import { z } from "zod";
import { badRequest, controlRoutes, notFound } from "../kit/control";
import { type Bindings, readJson } from "../kit/http";
import { preferredLanguage } from "../kit/text";
import { operations } from "./answer";
import { refundReceiveAccount } from "./bodies";
import { describeError, isErrorCode, isRefusal, type Refusal, statusOf } from "./errors";
import { depositCallback, statusChanged } from "./news";
import { Opening, openAttempt } from "./opening";
import { bankRefunds, type Payment } from "./payment";
import type { Toss } from "./toss";
import { authenticate } from "./verbs/authenticate";
import { cancelInConsole } from "./verbs/cancel";
import { deposit } from "./verbs/deposit";
import { expireDue, expireNow } from "./verbs/expire";
import { findByOrder, findPayment } from "./verbs/find";
import { payBackDeposit } from "./verbs/pay-back-deposit";
import { reverseDeposit } from "./verbs/reverse-deposit";
import { type Ending, returnUrl } from "./window/return";
import { printPayment } from "./wire";

const ConsoleCancel = z.strictObject({
  amount: z.number().positive().optional(),
  reason: z.string().min(1),
  refundReceiveAccount: refundReceiveAccount.optional(),
});

const Depositing = z.strictObject({
  late: z.boolean().optional(),
  amount: z.number().positive().optional(),
  depositorName: z.string().min(1).optional(),
});

const BankSays = z.strictObject({ status: z.enum(bankRefunds) });

const Sending = z.strictObject({
  orderId: z.string().optional(),
  paymentKey: z.string().optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  status: z.string().optional(),
  eventType: z.enum(["PAYMENT_STATUS_CHANGED", "DEPOSIT_CALLBACK"]).default("PAYMENT_STATUS_CHANGED"),
});

/** Routes that the real gateway does not have: they play the buyer, the console, the clock and faults. */
export function tossControlRoutes(toss: Toss): Hono<Bindings> {
  const control = new Hono<Bindings>();

  control.get("/health", (c) =>
    c.json({ name: "twotrack-toss-emulator", ok: true, public_url: toss.publicUrl ?? null }),
  );
  control.post("/reset", (c) => {
    toss.door.faults.abandon();
    toss.door.memory.forget({ keep: ["webhooks.targets"] });
    toss.clock.reset();
    return c.body(null, 204);
  });

  control.get("/payments", (c) => {
    const order = c.req.query("orderId");
    expireDue(toss);
    const payments = order ? findByOrder(toss, order) : toss.payments.latest({});
    return c.json(payments.map((payment) => printPayment(toss, payment, "ko")));
  });

  control.post("/payments", async (c) => {
    const opening = Opening.safeParse(await readJson(c));
    if (!opening.success) return badRequest(c, opening.error);
    const payment = openAttempt(toss, opening.data);
    if (isRefusal(payment)) return refused(c, payment);
    const ending = opening.data.authenticate ? play(toss, payment) : null;
    return c.json(summary(toss, payment.id, ending), 201);
  });

  control.post("/payments/:paymentKey/authenticate", (c) => {
    const payment = authenticate(toss, c.req.param("paymentKey"));
    if (isRefusal(payment)) return refused(c, payment);
    return c.json(summary(toss, payment.id, { is: "authenticated" }));
  });

  function acted(c: Context, act: () => Payment | Refusal): Response {
    const payment = toss.door.memory.transaction(act);
    return isRefusal(payment) ? refused(c, payment) : c.json(printPayment(toss, payment, "ko"));
  }
  control.post("/payments/:paymentKey/cancel", async (c) => {
    const asked = ConsoleCancel.safeParse(await readJson(c));
    if (!asked.success) return badRequest(c, asked.error);
    const { refundReceiveAccount: refundAccount, ...rest } = asked.data;
    return acted(c, () => cancelInConsole(toss, c.req.param("paymentKey"), { ...rest, refundAccount }));
  });
  control.post("/payments/:paymentKey/deposit", async (c) => {
    const paid = Depositing.safeParse((await readJson(c)) ?? {});
    if (!paid.success) return badRequest(c, paid.error);
    return acted(c, () => deposit(toss, c.req.param("paymentKey"), paid.data));
  });
  control.post("/payments/:paymentKey/reverse-deposit", (c) =>
    acted(c, () => reverseDeposit(toss, c.req.param("paymentKey"))),
  );
  control.post("/payments/:paymentKey/refund-status", async (c) => {
    const played = BankSays.safeParse(await readJson(c));
    if (!played.success) return badRequest(c, played.error);
    return acted(c, () => payBackDeposit(toss, c.req.param("paymentKey"), played.data.status));
  });
  control.post("/payments/:paymentKey/expire", (c) =>
    acted(c, () => expireNow(toss, c.req.param("paymentKey"))),
  );

  control.post("/webhooks/send", async (c) => {
    const sending = Sending.safeParse(await readJson(c));
    if (!sending.success) return badRequest(c, sending.error);
    const body = sending.data.body ?? eventAbout(toss, sending.data);
    return body === null ? notFound(c) : c.json(await toss.post.send(body, sending.data.headers));
  });

  control.route("/", controlRoutes({ ...toss, faultOperations: operations, isErrorCode }));
  return control;
}

/** The buyer authenticates; a refusal by the card company is one of the endings. */
function play(toss: Toss, payment: Payment): Ending {
  const outcome = authenticate(toss, payment.id);
  return isRefusal(outcome) ? { is: "failed", code: outcome.refused } : { is: "authenticated" };
}

function eventAbout(toss: Toss, about: z.output<typeof Sending>): object | null {
  const payment = about.paymentKey
    ? findPayment(toss, about.paymentKey)
    : (findByOrder(toss, about.orderId ?? "")[0] ?? null);
  if (!payment) return null;
  const told = about.status === undefined ? {} : { status: about.status };
  if (about.eventType === "DEPOSIT_CALLBACK") return { ...depositCallback(toss, payment), ...told };
  const event = statusChanged(toss, payment);
  return { ...event, data: { ...event.data, ...told } };
}

/** `redirectUrl` is where a browser would have been sent. */
function summary(toss: Toss, paymentKey: string, ending: Ending | null) {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return null;
  const { orderId, amount, status } = payment;
  return { paymentKey, orderId, amount, status, redirectUrl: ending && returnUrl(payment, ending, "ko") };
}

function refused(c: Context, { refused }: Refusal): Response {
  return Response.json(describeError(refused, preferredLanguage(c.req.header("accept-language"))), {
    status: statusOf(refused),
  });
}
