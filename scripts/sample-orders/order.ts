import type { NewTransfer } from "@/db/books";
import { soughtBy } from "@/db/orders";
import {
  type Call,
  callIdOf,
  type calls,
  type cancelRequests,
  type disputes,
  type EventKind,
  type mails,
  type needs,
  type orderItems,
  type orders,
  type Payment,
  type paymentEvents,
  type payments,
  type refunds,
  type transfers,
} from "@/db/schema";
import { firstShelf, laterShelf } from "@/db/shelf";
import { captureTransfer, disputeTransfer, feeTransfer, refundTransfer } from "@/lib/books/ledger";
import { days, hours, later, minutes, seconds } from "@/lib/clock";
import type { Courier } from "@/lib/contracts/couriers";
import type { PaymentMethod } from "@/lib/contracts/methods";
import { priceCart } from "@/lib/orders/price";
import { seoulDay } from "@/lib/seoul";
import { type Draw, drawFor } from "./draw";
import { personOf } from "./person";

/** The rows of one order, by table. */
export type Rows = {
  orders: (typeof orders.$inferInsert)[];
  orderItems: (typeof orderItems.$inferInsert)[];
  payments: NewPayment[];
  refunds: (typeof refunds.$inferInsert)[];
  calls: (typeof calls.$inferInsert)[];
  paymentEvents: (typeof paymentEvents.$inferInsert)[];
  transfers: (typeof transfers.$inferInsert)[];
  mails: (typeof mails.$inferInsert)[];
  needs: (typeof needs.$inferInsert)[];
  disputes: (typeof disputes.$inferInsert)[];
  cancelRequests: (typeof cancelRequests.$inferInsert)[];
};

/** The prefix of generated order ids; the shop's own have no hyphen. */
export const madeUp = "ord_seed-";

type Way = Pick<Payment, "gateway" | "keyPair" | "method">;

/** How long ago order number `n` was created, in milliseconds: within a year. */
export const ageOf = (seed: number, n: number) => drawFor(seed, n).below(days(365));

export const idOf = (n: number) => `${madeUp}${String(n).padStart(7, "0")}`;

const freeDelivery = { rates: { fee: 0, freeFrom: 0, islandFee: 0 }, to: undefined };

/**
 * Order number `n` of a shop that has sold for a year as of `now`. The same seed gives the same order, with attempts,
 * calls, refunds, events and transfers as the verbs would have left them. `live` is false: it is test money.
 */
export function sampleOrder(seed: number, n: number, now: Date): Rows {
  const draw = drawFor(seed, n);
  const age = draw.below(days(365));
  const createdAt = later(now, -age);
  const way = wayOf(draw);
  const locale = way.gateway === "stripe" ? "en" : "ko";
  const currency = way.gateway === "stripe" ? "USD" : "KRW";
  const { lines, amount, name } = priceCart(cartOf(draw, way.method), shelf, freeDelivery, currency, locale);
  const id = idOf(n);
  const person = personOf(draw, locale);
  const number = `ORD-${seoulDay(createdAt)}-${codeOf(n)}`;
  const order = {
    id,
    number,
    name,
    status: "open",
    amount,
    currency,
    locale,
    live: false,
    ...person,
    ...soughtBy({ number, ...person }),
    stockTaken: false,
    version: 1,
    createdAt,
    expiresAt: later(createdAt, minutes(30)),
  } satisfies typeof orders.$inferInsert;
  const rows: Rows = {
    orders: [],
    orderItems: lines.map((line) => ({ ...line, orderId: id })),
    payments: [],
    refunds: [],
    calls: [],
    paymentEvents: [],
    transfers: [],
    mails: [],
    needs: [],
    disputes: [],
    cancelRequests: [],
  };
  const scene: Scene = { draw, way, order, rows, now, nextAt: createdAt };
  tell(scene, "order_created", { amount });
  rows.orders.push({ ...order, ...live(scene, age) });
  return rows;
}

type Scene = {
  draw: Draw;
  way: Way;
  order: typeof orders.$inferInsert;
  rows: Rows;
  now: Date;
  /** When the next thing happens. */
  nextAt: Date;
};

/** Plays the order's life; returns the final values of its row. */
function live(scene: Scene, age: number): Partial<typeof orders.$inferInsert> {
  const { draw, way, now } = scene;
  const isAccount = way.method === "VIRTUAL_ACCOUNT";
  // An order younger than its own lifetime may still be in progress.
  if (age < minutes(25)) return {};
  if (isAccount && age < days(2) && draw.perMille(600)) return waits(scene);
  if (way.gateway === "stripe" && age < holdMs - days(1) && draw.perMille(200)) return isHeld(scene);
  const fate = draw.below(1_000);
  if (fate < 40) return ends(scene, "expired");
  if (fate < 80) return begins(scene, "expired");
  if (fate < 110) return begins(scene, "canceled");
  if (fate < 140) return fails(scene, "expired");
  const isSecond = fate < 220 && !isAccount;
  if (isSecond) attempt(scene, failed(scene));
  pass(scene, seconds(20 + draw.below(600)));
  if (fate >= 998 && way.gateway === "toss" && !isAccount) return isInReview(scene);
  const paid = pays(scene);
  if (paid.shippedAt === null && draw.perMille(80)) asksToCancel(scene);
  if (later(scene.nextAt, days(9)) > now) return paid;
  if (way.gateway === "stripe" && age < days(60) && draw.perMille(120)) {
    isDisputed(scene);
    return paid;
  }
  if (fate > 960) {
    givesBack(scene, "all");
    return { ...paid, refundedWhole: true };
  }
  if (fate > 930) givesBack(scene, "some");
  else if (fate === 930) asksToGiveBack(scene);
  return paid;
}

const pass = (scene: Scene, ms: number) => {
  scene.nextAt = later(scene.nextAt, ms);
};

const ends = (scene: Scene, status: "expired" | "canceled") => {
  pass(scene, status === "expired" ? minutes(31) : minutes(4));
  tell(scene, `order_${status}`, {});
  return { status };
};

function begins(scene: Scene, status: "expired" | "canceled") {
  const way = attempt(scene, { status });
  return { ...ends(scene, status), ...way };
}

function fails(scene: Scene, status: "expired") {
  const way = attempt(scene, failed(scene));
  return { ...ends(scene, status), ...way };
}

const reasons = {
  toss: ["REJECT_CARD_PAYMENT", "INVALID_STOPPED_CARD", "EXCEED_MAX_AMOUNT", "NOT_AVAILABLE_BANK"],
  stripe: ["card_declined", "insufficient_funds", "expired_card"],
} as const;

const failed = ({ draw, way }: Scene) =>
  ({ status: "failed", failureCode: draw.oneOf(reasons[way.gateway]) }) as const;

/** Records an attempt, by default one that took no money; returns the order's fields that say how it is paid. */
function attempt(scene: Scene, stands: Partial<Payment> & Pick<Payment, "status">) {
  const { way, order, rows } = scene;
  pass(scene, seconds(15));
  const number = rows.payments.length + 1;
  const payment = {
    ...way,
    id: `pay_seed-${order.id.slice(madeUp.length)}-${number}`,
    orderId: order.id,
    attempt: number,
    live: false,
    gatewayOrderId: `${order.number}-${number}`,
    amount: order.amount,
    currency: order.currency,
    captured: 0,
    refunded: 0,
    refundPending: 0,
    successUrl: "http://localhost:3000/success",
    failUrl: "http://localhost:3000/fail",
    detail: {},
    version: 3,
    createdAt: scene.nextAt,
    ...stands,
  } satisfies typeof payments.$inferInsert;
  rows.payments.push(payment);
  tell(scene, "payment_ready", { method: way.method }, payment.id);
  if (stands.failureCode) {
    if (way.gateway === "toss") ask(scene, payment, "confirm", "declined");
    tell(scene, "payment_failed", { code: stands.failureCode }, payment.id);
  }
  return { gateway: way.gateway, method: way.method };
}

type NewPayment = typeof payments.$inferInsert;

/** An attempt that took this much, in minor units. */
function takes(scene: Scene, stands: Pick<Payment, "status" | "credited" | "captured"> & Partial<Payment>) {
  const { draw, way, order, rows } = scene;
  const n = order.id.slice(madeUp.length);
  const isStripe = way.gateway === "stripe";
  const approvedAt = later(
    scene.nextAt,
    way.method === "VIRTUAL_ACCOUNT" ? hours(1 + draw.below(20)) : seconds(40),
  );
  const fee = isStripe ? Math.round((stands.captured * 29) / 1_000) + 30 : null;
  const shown = attempt(scene, {
    gatewayPaymentKey: isStripe ? `pi_seed${n}` : `tseed${seoulDay(scene.nextAt)}${n}`,
    gatewaySessionKey: isStripe ? `cs_test_seed${n}` : null,
    approvedAt,
    fee,
    feeCurrency: isStripe ? "USD" : null,
    detail: detailOf(scene),
    ...stands,
  });
  const payment = rows.payments.at(-1);
  if (!payment) throw new Error("The attempt was not stored.");
  ask(scene, payment, isStripe ? "create" : way.method === "VIRTUAL_ACCOUNT" ? "issue" : "confirm", "done");
  scene.nextAt = approvedAt;
  post(
    scene,
    captureTransfer(sourceOf(payment), {
      amount: stands.captured,
      currency: payment.currency,
      transaction: `tx-${payment.id}`,
      credited: stands.credited ?? "sales",
      at: approvedAt,
    }),
  );
  if (fee)
    post(
      scene,
      feeTransfer(sourceOf(payment), {
        amount: fee,
        currency: "USD",
        transaction: `txn_seed${n}`,
        at: approvedAt,
      }),
    );
  return { payment, shown };
}

const sourceOf = ({ id, orderId, live, keyPair }: NewPayment) => ({ id, orderId, live, keyPair });

function pays(scene: Scene) {
  const { order, rows, draw, now } = scene;
  const { payment, shown } = takes(scene, { status: "paid", credited: "sales", captured: order.amount });
  tell(scene, "payment_paid", { amount: order.amount }, payment.id);
  rows.mails.push({
    id: `mail_seed-${payment.id}`,
    orderId: order.id,
    paymentId: payment.id,
    kind: "paid",
    cause: `${payment.id}#0`,
    state: "sent",
    tries: 1,
    createdAt: scene.nextAt,
    nextAt: scene.nextAt,
    sentAt: later(scene.nextAt, seconds(2)),
  });
  const shippedAt = later(scene.nextAt, hours(20 + draw.below(30)));
  if (draw.perMille(50)) note(scene);
  return {
    ...shown,
    ...(shippedAt < now && isSent(scene, shippedAt)),
    status: "paid",
    stockTaken: true,
    winnerPaymentId: payment.id,
    paidAt: scene.nextAt,
    shippedAt: shippedAt < now ? shippedAt : null,
    version: 5,
  } as const;
}

/** Staff hand the parcel to a courier, and the shopper gets a letter; returns the order's fields that say which. */
function isSent({ draw, order, rows }: Scene, at: Date) {
  const courier: Courier = order.currency === "USD" ? "dhl" : draw.oneOf(["cj", "hanjin", "epost"] as const);
  const trackingNumber = draw.digits(12);
  rows.paymentEvents.push(
    eventOf(order, rows, "order_shipped", { by: "operator", courier, tracking_number: trackingNumber }, at),
  );
  rows.mails.push({
    id: `mail_seed-shipped-${order.id}`,
    orderId: order.id,
    kind: "shipped",
    cause: at.toISOString(),
    state: "sent",
    tries: 1,
    createdAt: at,
    nextAt: later(at, minutes(1)),
    sentAt: later(at, seconds(62)),
  });
  return { courier, trackingNumber };
}

const notes = [
  "고객이 집에 없을 거라며 경비실에 맡겨 달라고 전화로 요청했어요.",
  "선물 포장을 원하셨어요. 송장에 금액을 넣지 말아 주세요.",
  "지난번에 상품을 교환한 고객이에요. 사이즈를 한 번 더 확인해 주세요.",
  "Called: will be home after 6 pm.",
] as const;

const note = (scene: Scene) => tell(scene, "note_added", { note: scene.draw.oneOf(notes), by: "operator" });

/** The shopper asks to cancel what was not shipped yet, and waits for an answer. */
function asksToCancel(scene: Scene) {
  const { draw, order, rows } = scene;
  pass(scene, minutes(20));
  const reason = draw.oneOf(["다른 상품으로 바꾸고 싶어요", "실수로 두 번 주문했어요", "배송이 늦어서요"]);
  const id = `creq_seed-${order.id.slice(madeUp.length)}`;
  rows.cancelRequests.push({ id, orderId: order.id, reason, state: "asked", createdAt: scene.nextAt });
  tell(scene, "cancel_asked", { request: id });
}

/** The cardholder's bank took the money, and the shop has some days to answer. */
function isDisputed(scene: Scene) {
  const { draw, order, rows } = scene;
  const payment = rows.payments.at(-1);
  if (!payment) return;
  pass(scene, days(4));
  const id = `du_seed${order.id.slice(madeUp.length)}`;
  rows.disputes.push({
    id,
    paymentId: payment.id,
    orderId: order.id,
    amount: order.amount,
    currency: order.currency,
    reason: draw.oneOf(["fraudulent", "product_not_received", "duplicate"]),
    gatewayStatus: "needs_response",
    state: "open",
    answerBy: later(scene.now, days(3 + draw.below(10))),
    createdAt: scene.nextAt,
  });
  rows.needs.push({
    id: `need_seed-${id}`,
    orderId: order.id,
    paymentId: payment.id,
    reason: "dispute_opened",
    subject: "dispute",
    subjectId: id,
    openedAt: scene.nextAt,
  });
  post(
    scene,
    disputeTransfer(sourceOf(payment), {
      amount: order.amount,
      currency: payment.currency,
      transaction: `txn_${id}`,
      at: scene.nextAt,
    }),
  );
  tell(scene, "dispute_open", { dispute: id, amount: order.amount }, payment.id);
}

/** More came in than was asked for, so an operator must decide. */
function isInReview(scene: Scene) {
  const { rows } = scene;
  const { payment, shown } = takes(scene, {
    status: "in_review",
    credited: "suspense",
    captured: scene.order.amount + 1_000,
  });
  tell(scene, "payment_in_review", { amount: payment.captured, currency: payment.currency }, payment.id);
  rows.needs.push({
    id: `need_seed-${payment.id}`,
    orderId: payment.orderId,
    paymentId: payment.id,
    reason: "mismatch",
    subject: "payment",
    subjectId: payment.id,
    openedAt: scene.nextAt,
  });
  return { ...shown, status: "in_review", stockTaken: true, version: 5 } as const;
}

/** How long a cardholder's bank holds money, in milliseconds. */
const holdMs = days(7);

/** A bank holds the money, and the shop has not captured it yet. */
function isHeld(scene: Scene) {
  const { order, rows } = scene;
  pass(scene, seconds(40));
  const until = later(scene.nextAt, holdMs);
  const n = order.id.slice(madeUp.length);
  const shown = attempt(scene, {
    status: "authorized",
    gatewayPaymentKey: `pi_seed${n}`,
    gatewaySessionKey: `cs_test_seed${n}`,
    captureMethod: "manual",
    captureBefore: until,
    approvedAt: later(scene.nextAt, seconds(15)),
    // The shop looks for the end of the hold when its time is up.
    nextLookAt: until,
    detail: detailOf(scene),
  });
  const payment = rows.payments.at(-1);
  if (!payment) throw new Error("The attempt was not stored.");
  ask(scene, payment, "create", "done");
  tell(scene, "payment_authorized", { amount: order.amount }, payment.id);
  return {
    ...shown,
    status: "authorized",
    stockTaken: true,
    winnerPaymentId: payment.id,
    expiresAt: until,
    version: 4,
  } as const;
}

/** An account waits for its deposit. */
function waits(scene: Scene) {
  const { order, rows } = scene;
  const expiresAt = later(order.createdAt, days(3));
  const shown = attempt(scene, {
    status: "waiting_for_deposit",
    gatewayPaymentKey: `tseed${seoulDay(scene.nextAt)}${order.id.slice(madeUp.length)}`,
    detail: {
      virtualAccount: {
        bank: "20",
        accountNumber: `X${scene.draw.digits(12)}`,
        holderName: order.customerName,
        dueAt: expiresAt.toISOString(),
      },
    },
  });
  const payment = rows.payments.at(-1);
  if (payment) ask(scene, payment, "issue", "done");
  tell(scene, "payment_waiting_for_deposit", {}, payment?.id);
  return { ...shown, status: "waiting_for_deposit", stockTaken: true, expiresAt, version: 3 } as const;
}

const why = ["단순 변심", "사이즈가 맞지 않아요", "배송 중 파손", "색상이 사진과 달라요"] as const;

/** Refunds part or all of it, a few days later. */
function givesBack(scene: Scene, how: "all" | "some") {
  const { draw, order, rows } = scene;
  const payment = rows.payments.at(-1);
  if (!payment) return;
  pass(scene, days(1 + draw.below(7)));
  const amount = how === "all" ? order.amount : Math.max(1, Math.floor(order.amount / (2 + draw.below(3))));
  const refund = reserve(scene, payment, amount, "done");
  const transaction = `rtx-${payment.id}`;
  ask(scene, payment, "refund", "done", refund.id, amount);
  pass(scene, seconds(3));
  Object.assign(refund, { doneAt: scene.nextAt, gatewayTransaction: transaction });
  Object.assign(payment, { refunded: amount });
  const given = {
    amount,
    currency: payment.currency,
    transaction,
    credited: "sales",
    at: scene.nextAt,
  } as const;
  post(scene, refundTransfer(sourceOf(payment), given));
  tell(scene, "refund_done", { refund_id: refund.id, amount, by: refund.requestedBy }, payment.id);
}

/** A large refund waits for a second person's approval. */
function asksToGiveBack(scene: Scene) {
  const payment = scene.rows.payments.at(-1);
  if (!payment) return;
  pass(scene, days(1));
  reserve(scene, payment, payment.amount, "waiting_for_approval");
  Object.assign(payment, { refundPending: payment.amount });
}

function reserve(scene: Scene, payment: NewPayment, amount: number, state: "done" | "waiting_for_approval") {
  const refund: typeof refunds.$inferInsert = {
    id: `rf_seed-${payment.id}`,
    paymentId: payment.id,
    orderId: payment.orderId,
    amount,
    reason: scene.draw.oneOf(why),
    requestedBy: "operator",
    state,
    createdAt: scene.nextAt,
  };
  scene.rows.refunds.push(refund);
  const kind = state === "done" ? "refund_reserved" : "refund_approval_asked";
  tell(scene, kind, { refund_id: refund.id, amount, by: refund.requestedBy }, payment.id);
  return refund;
}

function ask(
  scene: Scene,
  payment: NewPayment,
  kind: "create" | "confirm" | "issue" | "refund",
  state: Call["state"],
  refundId: string | null = null,
  amount = payment.amount,
) {
  scene.rows.calls.push({
    id: callIdOf(payment.id, kind, 1),
    paymentId: payment.id,
    refundId,
    kind,
    n: 1,
    amount,
    sent: sentOf(scene, payment, kind, amount),
    state,
    askedAt: scene.nextAt,
    nextAt: later(scene.nextAt, seconds(10)),
  });
}

function sentOf(
  { order, rows }: Scene,
  payment: NewPayment,
  kind: "create" | "confirm" | "issue" | "refund",
  amount: number,
): Call["sent"] {
  const paymentKey = payment.gatewayPaymentKey ?? "";
  const orderId = payment.gatewayOrderId;
  switch (kind) {
    case "confirm":
      return { kind, paymentKey, orderId, amount };
    case "refund":
      return {
        kind,
        paymentKey,
        amount,
        currency: payment.currency,
        reason: why[0],
        refundableAmount: payment.captured,
      };
    case "issue":
      return {
        kind,
        orderId,
        orderName: order.name,
        amount,
        bank: "20",
        customerName: order.customerName,
        customerEmail: order.customerEmail,
        dueAt: later(order.createdAt, days(3)).toISOString(),
      };
    case "create":
      return {
        kind,
        orderId,
        orderName: order.name,
        amount,
        currency: payment.currency,
        lines: rows.orderItems.map(({ name, quantity, unitPrice }) => ({ name, quantity, unitPrice })),
        customerEmail: order.customerEmail,
        locale: order.locale,
      };
  }
}

function tell(
  scene: Scene,
  kind: EventKind,
  detail: Record<string, unknown>,
  paymentId: string | null = null,
) {
  const { order, rows, nextAt } = scene;
  rows.paymentEvents.push({ ...eventOf(order, rows, kind, detail, nextAt), paymentId });
}

const eventOf = (
  order: Scene["order"],
  rows: Rows,
  kind: EventKind,
  detail: Record<string, unknown>,
  at: Date,
): Rows["paymentEvents"][number] => ({
  id: `evt_seed-${order.id.slice(madeUp.length)}-${String(rows.paymentEvents.length).padStart(2, "0")}`,
  orderId: order.id,
  kind,
  detail,
  at,
});

const post = ({ order, rows }: Scene, transfer: NewTransfer) =>
  rows.transfers.push({
    ...transfer,
    id: `tr_seed-${order.id.slice(madeUp.length)}-${rows.transfers.length}`,
  });

const shelf = [...firstShelf, ...laterShelf];

function cartOf(draw: Draw, method: PaymentMethod) {
  // What costs too much to pay by phone bill is expensive and seldom bought.
  const goods = shelf.filter(
    ({ priceKrw }) => priceKrw < 1_000_000 || (method === "CARD" && draw.perMille(100)),
  );
  const first = goods[draw.below(goods.length)]?.sku ?? firstShelf[0].sku;
  const second = goods[draw.below(goods.length)]?.sku ?? first;
  const items = draw.perMille(300) && second !== first ? [first, second] : [first];
  return items.map((sku) => ({ sku, quantity: draw.perMille(200) ? 2 : 1 }));
}

function wayOf(draw: Draw): Way {
  const n = draw.below(100);
  const toss = (method: PaymentMethod, keyPair: "widget" | "api" = "widget"): Way => ({
    gateway: "toss",
    keyPair,
    method,
  });
  if (n < 12) return { gateway: "stripe", keyPair: "stripe", method: "CARD" };
  if (n < 30) return toss("EASY_PAY");
  if (n < 38) return toss("VIRTUAL_ACCOUNT", "api");
  if (n < 45) return toss("TRANSFER");
  return n < 48 ? toss("MOBILE") : toss("CARD");
}

function detailOf({ way, draw }: Scene): Payment["detail"] {
  switch (way.method) {
    case "EASY_PAY":
      return { method: "간편결제" };
    case "TRANSFER":
      return { method: "계좌이체", transfer: { bank: "88" } };
    case "CARD":
      return { card: { issuer: "41", number: `****-****-****-${draw.digits(4)}`, installmentMonths: 0 } };
    default:
      return {};
  }
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Six letters that look random and are unique per number: an odd factor permutes the 2³⁰ possibilities. */
function codeOf(n: number) {
  let code = (Math.imul(n, 0x2545f491) + 0x1b873593) & 0x3fffffff;
  let text = "";
  for (let i = 0; i < 6; i += 1) {
    text += alphabet[code & 31];
    code >>>= 5;
  }
  return text;
}
