import { type Context, Hono } from "hono";
import { z } from "zod";
import { badRequest, controlRoutes, notFound } from "../kit/control";
import { type Bindings, readJson } from "../kit/http";
import { preferredLanguage } from "../kit/text";
import { metadata, orderId, orderName } from "./bodies";
import { describeError, isErrorCode, isRefusal, type Refusal, statusOf } from "./errors";
import { keyPairs, pairByClientKey } from "./keys";
import { choose, type Wish } from "./methods";
import { statusChanged } from "./news";
import type { Payment } from "./payment";
import type { Toss } from "./toss";
import { authenticate } from "./verbs/authenticate";
import { cancelInConsole } from "./verbs/cancel";
import { expireDue } from "./verbs/expire";
import { findByOrder, findPayment } from "./verbs/find";
import { openPayment } from "./verbs/open";
import { type Ending, returnUrl } from "./window/return";
import { printPayment } from "./wire";

const Url = z.url({ protocol: /^https?$/ });

const Opening = z.strictObject({
  orderId,
  amount: z.number().positive(),
  orderName: orderName.default("테스트 주문"),
  currency: z.string().default("KRW"),
  clientKey: z
    .string()
    .refine((key) => pairByClientKey(key) !== undefined, "unknown client key")
    .default(keyPairs[0].clientKey),
  card: z.string().optional(),
  successUrl: Url.optional(),
  failUrl: Url.optional(),
  authenticate: z.boolean().default(true),
  metadata: metadata.optional(),
});

const ConsoleCancel = z.strictObject({ amount: z.number().positive().optional(), reason: z.string().min(1) });

const Sending = z.strictObject({
  orderId: z.string().optional(),
  paymentKey: z.string().optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  status: z.string().optional(),
});

/** Routes that do not exist on the real gateway: play the buyer, the console, the clock, bad luck. */
export function tossControlRoutes(toss: Toss): Hono<Bindings> {
  const control = new Hono<Bindings>();

  control.get("/health", (c) => c.json({ name: "twotrack-toss-emulator", ok: true }));
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
    const payment = open(toss, opening.data);
    if (isRefusal(payment)) return refused(c, payment);
    const ending = opening.data.authenticate ? play(toss, payment) : null;
    return c.json(summary(toss, payment.id, ending), 201);
  });

  control.post("/payments/:paymentKey/authenticate", (c) => {
    const payment = authenticate(toss, c.req.param("paymentKey"));
    if (isRefusal(payment)) return refused(c, payment);
    return c.json(summary(toss, payment.id, { is: "authenticated" }));
  });

  control.post("/payments/:paymentKey/cancel", async (c) => {
    const asked = ConsoleCancel.safeParse(await readJson(c));
    if (!asked.success) return badRequest(c, asked.error);
    const payment = toss.door.memory.transaction(() =>
      cancelInConsole(toss, c.req.param("paymentKey"), asked.data),
    );
    return isRefusal(payment) ? refused(c, payment) : c.json(printPayment(toss, payment, "ko"));
  });

  control.post("/webhooks/send", async (c) => {
    const sending = Sending.safeParse(await readJson(c));
    if (!sending.success) return badRequest(c, sending.error);
    const body = sending.data.body ?? eventAbout(toss, sending.data);
    return body === null ? notFound(c) : c.json(await toss.post.send(body, sending.data.headers));
  });

  control.route("/", controlRoutes({ ...toss, faultOperations: ["confirm", "cancel", "look"], isErrorCode }));
  return control;
}

function open(toss: Toss, opening: z.output<typeof Opening>): Payment | Refusal {
  const { orderId, orderName, amount, currency, clientKey, card, successUrl, failUrl, metadata } = opening;
  const wish: Wish = { method: "CARD", testCard: card };
  const choice = choose(wish, amount, toss.clock.now());
  if (isRefusal(choice)) return choice;
  const pair = pairByClientKey(clientKey) ?? keyPairs[0];
  return openPayment(
    toss,
    pair,
    { orderId, orderName, amount, currency, taxFreeAmount: 0, metadata: metadata ?? null, wish },
    { target: "self", successUrl: successUrl ?? null, failUrl: failUrl ?? null, origin: null },
  );
}

/** The buyer authenticates; a refusal by the card company is an ending like any other. */
function play(toss: Toss, payment: Payment): Ending {
  const outcome = authenticate(toss, payment.id);
  return isRefusal(outcome) ? { is: "failed", code: outcome.refused } : { is: "authenticated" };
}

function eventAbout(toss: Toss, about: z.output<typeof Sending>): object | null {
  const payment = about.paymentKey
    ? findPayment(toss, about.paymentKey)
    : (findByOrder(toss, about.orderId ?? "")[0] ?? null);
  if (!payment) return null;
  const event = statusChanged(toss, payment);
  return about.status === undefined ? event : { ...event, data: { ...event.data, status: about.status } };
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
