import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST as cancelAtDesk } from "@/app/admin/api/orders/cancel/route";
import { POST as voidAtDesk } from "@/app/admin/api/payments/void/route";
import { POST as rejectAtDesk } from "@/app/admin/api/refunds/reject/route";
import { POST as refundAtDesk } from "@/app/admin/api/refunds/route";
import { POST as cancelByShopper } from "@/app/orders/cancel-request/route";
import { POST as refundStripe } from "@/app/payments/stripe/refund/route";
import { POST as refundToss } from "@/app/payments/toss/cancel/route";
import { writePayment } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { transaction } from "@/db/store";
import { withRefundLimits } from "@/testing/desk-people";
import { aMember } from "@/testing/desk-session";
import { fault as faultAtToss, takeMoney, toss } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  aPaidPayment,
  authenticate,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { anotherProgram, atStripe, fault as faultAtStripe, stripe } from "@/testing/stripe";
import { anOpenIntent, aPaidIntent, charge } from "@/testing/stripe-makers";
import { makeKey } from "../../access/api-keys";
import { days, now } from "../../clock";
import { orderTokenHeader } from "../../contracts/operation";
import { accessToken } from "../../orders/access";
import { env } from "../../settings/env";
import { lookAndRecord } from "../engine/look";

// Staff at the desk and an API key ask for the same thing, each about a payment of their own in the same state. Both
// get the same status, code and words.

type Member = Awaited<ReturnType<typeof aMember>>;
let sora: Member;
let minho: Member;
let key: string;

beforeAll(async () => {
  sora = await aMember("manager", "Sora");
  minho = await aMember("manager", "Minho");
});

beforeEach(async () => {
  const made = await makeKey(
    { name: "Back office", scopes: ["refunds:write"] },
    { by: "operator", now: now() },
  );
  key = made.key;
});

type Route = (request: Request) => Promise<Response>;

const ask = (route: Route, body: object, headers: Record<string, string> | Headers) => {
  const sent = new Headers(headers);
  sent.set("content-type", "application/json");
  if (!sent.has("idempotency-key")) sent.set("idempotency-key", randomUUID());
  return route(new Request(env().appUrl, { method: "POST", headers: sent, body: JSON.stringify(body) }));
};

const press = (route: Route, body: object, by: Member = sora, form: string = randomUUID()) => {
  const headers = by.browser.headers();
  headers.set("origin", env().appUrl);
  headers.set("idempotency-key", form);
  return ask(route, body, headers);
};

/** The status, and of the body whatever does not name one payment or order. */
async function said(response: Response) {
  const body = await response.json();
  const wait = response.headers.get("retry-after");
  if (body.code) return { status: response.status, wait, ...body };
  const { refund, payment, outcome } = body;
  return {
    status: response.status,
    wait,
    outcome,
    refund: refund && { state: refund.state, amount: refund.amount, failure: refund.failure },
    payment: payment && { status: payment.status, refunded: payment.refunded, left: payment.refundable },
  };
}

type Bought = { order: Order; payment: Payment };
type Wish = { amount?: number; account?: object };

const routes = { toss: refundToss, stripe: refundStripe };

const byKey = async ({ order, payment }: Bought, { amount, account }: Wish = {}) =>
  said(
    await ask(
      routes[payment.gateway],
      { order_number: order.number, amount, reason: "Sold out", refund_account: account },
      { authorization: `Bearer ${key}` },
    ),
  );

const refundOf = ({ payment }: Bought, { amount, account }: Wish = {}) => ({
  payment: payment.id,
  amount,
  expected_left: payment.captured,
  reason: "Sold out",
  refund_account: account,
});

const byStaff = async (bought: Bought, wish?: Wish) =>
  said(await press(refundAtDesk, refundOf(bought, wish)));

const paid = { toss: () => aPaidPayment(), stripe: () => aPaidIntent() };
const silence = {
  toss: () => faultAtToss("drop_before", { operation: "cancel" }),
  stripe: () => faultAtStripe("drop_before", { operation: "create_refund" }),
};

describe.each(["toss", "stripe"] as const)("a refund through %s", (gateway) => {
  test("that is made", async () => {
    const atDesk = await byStaff(await paid[gateway](), { amount: 700 });
    expect(atDesk).toEqual(await byKey(await paid[gateway](), { amount: 700 }));
    expect(atDesk).toMatchObject({ status: 200, wait: null, refund: { state: "done", amount: 700 } });
  });

  test("whose result is not known yet", async () => {
    const all = [await paid[gateway](), await paid[gateway]()] as const;
    const broken = await silence[gateway]();
    const atDesk = await byStaff(all[0], { amount: 700 });
    expect(atDesk).toEqual(await byKey(all[1], { amount: 700 }));
    expect(atDesk).toMatchObject({ status: 202, wait: "2", refund: { state: "asked" } });
    await broken.mend();
  });

  test("of more than is left", async () => {
    const more = async () => {
      const bought = await paid[gateway]();
      return [bought, { amount: bought.payment.captured + 1 }] as const;
    };
    const atDesk = await byStaff(...(await more()));
    expect(atDesk).toEqual(await byKey(...(await more())));
    expect(atDesk).toMatchObject({ status: 409, code: "refund_exceeds_balance" });
  });
});

test("a refund that Toss refuses", async () => {
  const all = [await aPaidPayment(), await aPaidPayment()] as const;
  const refused = await faultAtToss("error", { operation: "cancel", code: "EXCEED_MAX_REFUND_DUE" });
  const atDesk = await byStaff(all[0]);
  expect(atDesk).toEqual(await byKey(all[1]));
  expect(atDesk).toMatchObject({
    status: 409,
    code: "refund_declined",
    gateway_code: "EXCEED_MAX_REFUND_DUE",
    title: "Refund declined",
  });
  await refused.mend();
  expect(await paymentNow(all[0].payment)).toMatchObject({ refunded: 0, refundPending: 0 });
});

test("a refund that Stripe refuses because of a dispute, and the next one", async () => {
  const disputed = async () => {
    const made = await aPaidIntent();
    await stripe.disputes.open(made.intentId);
    return made;
  };
  const all = [await disputed(), await disputed()] as const;
  const atDesk = await byStaff(all[0]);
  expect(atDesk).toEqual(await byKey(all[1]));
  expect(atDesk).toMatchObject({ status: 409, code: "refund_declined", gateway_code: "charge_disputed" });
  const again = await byStaff(all[0]);
  expect(again).toEqual(await byKey(all[1]));
  expect(again).toMatchObject({ status: 409, code: "payment_disputed" });
});

test("money in review", async () => {
  const held = async () => {
    const { order, payment } = await anAttempt();
    const paymentKey = await authenticate(payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
    await lookAndRecord(payment.id);
    return { order, payment: await paymentNow(payment) };
  };
  const atDesk = await byStaff(await held());
  expect(atDesk).toEqual(await byKey(await held()));
  expect(atDesk).toMatchObject({ status: 409, code: "payment_in_review" });
});

test("a deposit without an account to refund it to", async () => {
  const deposited = async () => {
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    return { order: await orderNow(order), payment: await paymentNow(payment) };
  };
  const atDesk = await byStaff(await deposited());
  expect(atDesk).toEqual(await byKey(await deposited()));
  expect(atDesk).toMatchObject({
    status: 422,
    code: "refund_account_required",
    errors: [{ field: "refund_account" }],
  });
});

test("a refund that a second person rejects: done for him, and refused if its form is sent again", async () => {
  withRefundLimits({ approvalAbove: 1_000 });
  const bought = await aPaidPayment();
  const form = randomUUID();
  const pressed = await press(refundAtDesk, refundOf(bought), sora, form);
  expect(pressed.status).toBe(200);
  const { refund } = await pressed.json();
  expect(refund).toMatchObject({ state: "waiting_for_approval" });
  const rejected = await press(rejectAtDesk, { refund: refund.id, why: "Not ours" }, minho);
  expect(await said(rejected)).toMatchObject({ status: 200, refund: { state: "failed" } });
  const again = await said(await press(refundAtDesk, refundOf(bought), sora, form));
  expect(again).toMatchObject({
    status: 409,
    code: "refund_declined",
    detail: "A second person rejected this refund. Nothing was refunded.",
  });
  expect(again).not.toHaveProperty("gateway_code");
});

describe("an authorized payment", () => {
  async function authorized() {
    const { order, payment, intentId } = await anOpenIntent();
    await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
    await charge(order);
    return { order: await orderNow(order), payment: await paymentNow(payment) };
  }
  const voided = async ({ payment }: Bought) =>
    said(await press(voidAtDesk, { payment: payment.id, reason: "Sold out" }));

  test("is voided", async () => {
    const atDesk = await voided(await authorized());
    expect(atDesk).toEqual(await byKey(await authorized()));
    expect(atDesk).toMatchObject({ status: 200, refund: null, payment: { status: "canceled" } });
  });

  test("is voided while its gateway does not answer", async () => {
    const all = [await authorized(), await authorized()] as const;
    const broken = await faultAtStripe("drop_before", { operation: "cancel_intent" });
    const blind = await faultAtStripe("away", { operation: "look" });
    const atDesk = await voided(all[0]);
    expect(atDesk).toEqual(await byKey(all[1]));
    expect(atDesk).toMatchObject({ status: 202, wait: "2", payment: { status: "authorized" } });
    await broken.mend();
    await blind.mend();
  });

  test("that was captured a moment before is not voided", async () => {
    const captured = async () => {
      const bought = await authorized();
      await anotherProgram().paymentIntents.capture((await atStripe(bought.payment.gatewayOrderId)).id);
      return bought;
    };
    const atDesk = await voided(await captured());
    expect(atDesk).toEqual(await byKey(await captured()));
    expect(atDesk).toMatchObject({ status: 409, code: "payment_not_open" });
  });
});

describe("an order that nobody has paid, canceled at the desk and by its shopper", () => {
  const byItsShopper = async ({ id, number }: Order) =>
    said(
      await ask(
        cancelByShopper,
        { order_number: number, reason: "Changed my mind" },
        { [orderTokenHeader]: await accessToken(id) },
      ),
    );
  const bySora = async ({ id }: Order) => said(await press(cancelAtDesk, { order: id, why: "A stranger's" }));

  test("ends at once if nothing can pay it", async () => {
    const atDesk = await bySora((await anAttempt()).order);
    expect(atDesk).toEqual(await byItsShopper((await anAttempt()).order));
    expect(atDesk).toMatchObject({ status: 200, wait: null, outcome: "canceled" });
  });

  test("ends once its virtual account is closed", async () => {
    const atDesk = await bySora((await anAccount()).order);
    expect(atDesk).toEqual(await byItsShopper((await anAccount()).order));
    expect(atDesk).toMatchObject({ status: 202, wait: "2", outcome: "canceling" });
  });

  test("does not end while a payment is being authorized", async () => {
    const confirming = async () => {
      const { order, payment } = await anAttempt();
      const paymentKey = await authenticate(payment);
      const away = await faultAtToss("away");
      await confirmWith(payment, paymentKey);
      await away.mend();
      return order;
    };
    const [one, other] = [await confirming(), await confirming()];
    const atDesk = await bySora(one);
    const apart = { see: undefined };
    expect({ ...atDesk, ...apart }).toEqual({ ...(await byItsShopper(other)), ...apart });
    expect(atDesk).toMatchObject({ status: 409, code: "payment_in_progress" });
  });
});

describe("what a method's rules forbid", () => {
  const byPhoneBill = async () => {
    const { order, payment } = await anAttempt();
    const wish = { orderId: payment.gatewayOrderId, amount: payment.amount };
    const { paymentKey } = await toss.payments.open({ ...wish, method: "MOBILE_PHONE" });
    return { order: await orderNow(order), payment: await confirmWith(payment, paymentKey) };
  };
  const nothingCame = async ({ payment }: Bought) =>
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });

  test("a part of a phone bill", async () => {
    const all = [await byPhoneBill(), await byPhoneBill()] as const;
    const atDesk = await byStaff(all[0], { amount: 700 });
    expect(atDesk).toEqual(await byKey(all[1], { amount: 700 }));
    expect(atDesk).toMatchObject({ status: 409, code: "partial_refund_not_possible" });
    for (const bought of all) await nothingCame(bought);
  });

  test("a phone bill of last month", async () => {
    const all = [await byPhoneBill(), await byPhoneBill()] as const;
    const approvedAt = new Date(now().getTime() - days(32));
    for (const { payment } of all)
      await transaction((tx) => writePayment(tx, payment.id, payment.version, { approvedAt }));
    const atDesk = await byStaff(all[0]);
    expect(atDesk).toEqual(await byKey(all[1]));
    expect(atDesk).toMatchObject({ status: 409, code: "refund_window_closed" });
    for (const bought of all) await nothingCame(bought);
  });
});
