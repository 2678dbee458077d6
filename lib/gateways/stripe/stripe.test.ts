import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { errorCodes, errorNamed } from "@/emulators/stripe/errors/catalog";
import { env } from "../../settings/env";
import { confirmDeclines, declinesOf, refundDeclines, whyOf } from "./codes";
import { stripe } from "./index";

// A small server gives the answers the emulator refuses to give: a Stripe that breaks its own rules.

let reply: { status: number; body: string; headers?: Record<string, string> } = { status: 200, body: "{}" };
let hangsUp = 0;
const heard: { method: string; url: string; headers: IncomingHttpHeaders; body: URLSearchParams }[] = [];

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { method = "", url = "", headers } = request;
  heard.push({ method, url: decodeURIComponent(url), headers, body: new URLSearchParams(body) });
  if (hangsUp > 0) {
    hangsUp -= 1;
    request.socket.destroy();
    return;
  }
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
  response.end(reply.body);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.STRIPE_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());
beforeEach(() => {
  heard.length = 0;
  hangsUp = 0;
});

const confirm = () =>
  stripe.confirm("stripe", "pay_1:confirm:1", {
    paymentKey: "pi_1",
    orderId: "ORD-1-1",
    amount: 2_200,
    paymentMethod: "pm_card_visa",
  });
const refund = () =>
  stripe.refund("stripe", "pay_1:refund:1", {
    paymentKey: "pi_1",
    amount: 700,
    currency: "USD",
    reason: "변심 (rf_1)",
    refundableAmount: 2_200,
    refundId: "rf_1",
  });
const openPage = () =>
  stripe.open("stripe", "pay_1:open:1", {
    what: "page",
    orderId: "ORD-1-1",
    orderName: "Cap and 1 more",
    amount: 2_900,
    currency: "USD",
    lines: [
      { name: "Cap", quantity: 2, unitPrice: 1_000 },
      { name: "모자", quantity: 1, unitPrice: 900 },
    ],
    customerEmail: "mina@example.com",
    locale: "ko",
    page: {
      returnUrl: "https://shop.example/payments/stripe/success?session_id={CHECKOUT_SESSION_ID}",
      cancelUrl: "https://shop.example/cart",
      closesAt: "2026-11-25T03:00:00.900Z",
    },
  });
const closePage = () =>
  stripe.close("stripe", "pay_1:close:1", {
    paymentKey: "",
    sessionKey: "cs_1",
    reason: "The order has ended",
  });
const look = (named: Partial<Parameters<typeof stripe.look>[1]> = { paymentKey: "pi_1" }) =>
  stripe.look("stripe", { paymentKey: null, sessionKey: null, orderId: "ORD-1-1", ...named });

const intent = JSON.stringify({
  id: "pi_1",
  object: "payment_intent",
  status: "succeeded",
  amount: 2_200,
  amount_received: 2_200,
  currency: "usd",
  metadata: { order_id: "ORD-1-1" },
});
const error = (status: number, fields: object) => {
  reply = { status, body: JSON.stringify({ error: { type: "api_error", message: "no", ...fields } }) };
};

describe("rule 12: only a client error with a code from the list is a decline", () => {
  test.each([
    [402, { code: "card_declined", decline_code: "generic_decline" }, "generic_decline"],
    [402, { code: "card_declined", decline_code: "insufficient_funds" }, "insufficient_funds"],
    [402, { code: "card_declined", decline_code: "a_reason_of_next_year" }, "a_reason_of_next_year"],
    [402, { code: "expired_card", param: "exp_month" }, "expired_card"],
    [402, { code: "incorrect_cvc", param: "cvc" }, "incorrect_cvc"],
    // The bank's reason says less than the error's own code.
    [402, { code: "processing_error", decline_code: "generic_decline" }, "processing_error"],
    [
      402,
      { code: "authentication_required", decline_code: "authentication_required" },
      "authentication_required",
    ],
  ])("a charge: %i %j is a refusal that leaves the intent open", async (status, fields, code) => {
    error(status, { type: "card_error", ...fields });
    expect(await confirm()).toEqual({ is: "declined", code, stillOpen: true });
  });

  test.each([
    ["a code of next year", 402, { type: "card_error", code: "a_code_of_next_year" }, "error"],
    ["no code at all", 402, { type: "card_error" }, "error"],
    ["a payment in another state", 400, { code: "payment_intent_unexpected_state" }, "error"],
    ["a key of another request", 400, { type: "idempotency_error" }, "error"],
    [
      "a key that is at work",
      409,
      { type: "idempotency_error", code: "idempotency_key_in_use" },
      "in_progress",
    ],
    ["any conflict", 409, {}, "in_progress"],
    ["a locked object", 429, { code: "lock_timeout" }, "in_progress"],
    ["too many requests", 429, { code: "rate_limit" }, "error"],
    ["a failed dependency", 424, {}, "error"],
    ["a failed dependency without a code", 424, { type: "api_error" }, "error"],
    ["a time-out", 408, {}, "error"],
    ["a redirect", 307, { type: "invalid_request_error" }, "error"],
  ] as const)("%s is unknown, whatever was asked", async (_, status, fields, why) => {
    error(status, fields);
    for (const ask of [confirm, refund, openPage, closePage])
      expect(await ask()).toMatchObject({ is: "unknown", why });
  });

  test.each([
    ["a wrong key", 401, {}, "keys"],
    ["a key without the permission", 403, { code: "secret_key_required" }, "keys"],
    [
      "an account that may not",
      400,
      { message: "Your account cannot currently make live charges." },
      "request",
    ],
    ["a misspelled parameter", 400, { code: "parameter_unknown", param: "amuont" }, "request"],
    ["a code of next year", 400, { code: "a_code_of_next_year" }, "request"],
    ["no such address", 404, { message: "Unrecognized request URL" }, "request"],
    ["an unknown content type", 415, {}, "request"],
    ["an unknown card", 404, { code: "resource_missing", param: "payment_method" }, "input"],
    [
      "a card that was used up",
      400,
      {
        message:
          "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again.",
      },
      "input",
    ],
  ] as const)("%s rejects the request, whatever it was", async (_, status, fields, about) => {
    error(status, { type: "invalid_request_error", ...fields });
    for (const ask of [confirm, refund, openPage, closePage])
      expect(await ask()).toMatchObject({ is: "rejected", about, said: { status } });
    expect(await look()).toMatchObject({ is: "unknown", why: about === "keys" ? "setup" : "error" });
  });

  test("an unknown payment needs a query, and an object that is being created is not missing", async () => {
    error(404, { type: "invalid_request_error", code: "resource_missing" });
    for (const ask of [confirm, refund, closePage])
      expect(await ask()).toMatchObject({ is: "unknown", why: "no_such_payment" });
    expect(await openPage()).toMatchObject({ is: "rejected", about: "request" });
  });

  test("Stripe's words, parameter and request id are kept for the operator, without secrets", async () => {
    error(400, {
      type: "invalid_request_error",
      param: "expires_at",
      message: "mina@example.com may not pay 4242 4242 4242 4242 with sk_test_51abc or pi_1_secret_x9",
    });
    expect(await openPage()).toMatchObject({
      said: {
        message: "[e-mail] may not pay [number] with [key] or pi_1_secret_[hidden]",
        param: "expires_at",
      },
    });
  });

  test("a refund that exceeds the balance has no code, and is recognized by its words", async () => {
    error(400, {
      type: "invalid_request_error",
      message: "Insufficient funds in your Stripe balance to refund this amount.",
      message_code: "insufficient_balance_for_refund",
    });
    expect(await refund()).toMatchObject({ is: "rejected", code: "balance_insufficient", about: "request" });
  });

  test.each([500, 502, 503, 504, 599])("%i is never a decline, whatever its code", async (status) => {
    for (const code of ["card_declined", "charge_already_refunded", "amount_too_small"]) {
      error(status, { code });
      for (const ask of [confirm, refund, openPage])
        expect(await ask()).toEqual({ is: "unknown", why: "error", code });
    }
  });

  test("a charge is not declined with a refund's code, nor the other way round", async () => {
    const verbs = { confirm, refund, openPage };
    const lists = { confirm: confirmDeclines, refund: refundDeclines, openPage: declinesOf.open };
    for (const code of new Set([...confirmDeclines, ...refundDeclines])) {
      error(400, { code });
      for (const verb of ["confirm", "refund", "openPage"] as const)
        expect([verb, code, (await verbs[verb]()).is]).toEqual([
          verb,
          code,
          lists[verb].has(code) ? "declined" : "rejected",
        ]);
    }
  });

  test("a refund that exceeds what is left has no code, and is recognized by its words", async () => {
    const message = "Refund amount ($30.00) is greater than unrefunded amount on charge ($25.00)";
    error(400, { type: "invalid_request_error", param: "amount", message });
    expect(await refund()).toEqual({
      is: "declined",
      code: "refund_exceeds_charge",
      stillOpen: false,
      tellsMore: true,
    });
    error(400, { type: "invalid_request_error", param: "amount", message: "Invalid integer: x" });
    expect(await refund()).toMatchObject({ is: "rejected", code: null });
  });

  test("closing and querying are never declined", async () => {
    for (const code of [...confirmDeclines, ...refundDeclines]) {
      error(402, { code });
      expect(await closePage()).toMatchObject({ is: "unknown", code });
      expect(await look()).toMatchObject({ is: "unknown", code });
    }
  });

  test.each([
    ["nothing", 200, ""],
    ["a page", 200, "<html>maintenance</html>"],
    ["an HTML page for an error", 503, "<html>bad gateway</html>"],
    ["half a payment", 200, intent.slice(0, -9)],
    ["a payment without its amount", 200, intent.replace('"amount":2200,', "")],
    ["a list", 200, '{"object":"list","data":[],"has_more":false}'],
    ["another object", 200, '{"id":"seti_1","object":"setup_intent"}'],
    ["an error without an error", 500, '{"oops":1}'],
  ])("%s is malformed, which is unknown", async (_, status, body) => {
    reply = { status, body };
    expect(await confirm()).toMatchObject({ is: "unknown", why: "malformed" });
    expect(await openPage()).toMatchObject({ is: "unknown", why: "malformed" });
    expect(await look()).toMatchObject({ is: "unknown", why: "malformed" });
    expect(await look({ sessionKey: "cs_1" })).toMatchObject({ is: "unknown", why: "malformed" });
  });

  test("an error with a status of success is no success", async () => {
    reply = { status: 200, body: '{"error":{"type":"card_error","code":"card_declined"}}' };
    expect((await confirm()).is).not.toBe("seen");
  });

  test("not found is an answer to a query", async () => {
    error(404, { type: "invalid_request_error", code: "resource_missing" });
    expect(await look()).toEqual({ is: "absent" });
    error(404, { type: "invalid_request_error" });
    expect(await look()).toMatchObject({ is: "unknown" });
  });
});

test("rule 12: every error of the emulator is classified, and no server error is a decline", () => {
  const declined = ["card_declined", "processing_error", "charge_already_refunded", "charge_disputed"];
  const inProgress = ["idempotency_key_in_use", "lock_timeout"];
  for (const name of errorCodes) {
    const { status, error: told } = errorNamed(name).refused;
    const isListed = [confirmDeclines, refundDeclines].some((list) => list.has(told.code ?? ""));
    expect([name, isListed]).toEqual([name, declined.includes(name)]);
    expect([name, isListed && (status >= 500 || status === 429)]).toEqual([name, false]);
    expect([name, whyOf("confirm", status, told.type, told.code ?? null) === "in_progress"]).toEqual([
      name,
      inProgress.includes(name),
    ]);
  }
});

describe("rule 7: nothing is asked twice except through the table of calls", () => {
  test.each([500, 503, 409, 429])("a request that got %i is not sent again automatically", async (status) => {
    error(status, {});
    await confirm();
    expect(heard).toHaveLength(1);
  });

  test("not even when Stripe wishes it", async () => {
    reply = {
      status: 503,
      body: '{"error":{"type":"api_error"}}',
      headers: { "stripe-should-retry": "true" },
    };
    await confirm();
    expect(heard).toHaveLength(1);
  });

  test("nor when its connection broke, which may have been after Stripe acted", async () => {
    hangsUp = 9;
    expect(await confirm()).toEqual({ is: "unknown", why: "unreachable", code: null });
    expect(heard.map(({ headers }) => headers["idempotency-key"])).toEqual(["pay_1:confirm:1"]);
  });
});

describe("what is sent", () => {
  const fields = () => Object.fromEntries(heard[0]?.body ?? []);

  test("a charge: the key in its header, the pinned version, the card, and no amount", async () => {
    reply = { status: 200, body: intent };
    expect(await confirm()).toMatchObject({ is: "seen", snapshot: { status: "captured" } });
    expect(heard).toMatchObject([{ method: "POST", url: "/v1/payment_intents/pi_1/confirm" }]);
    expect(heard[0]?.headers).toMatchObject({
      authorization: `Bearer ${env().stripe.keys?.secretKey}`,
      "idempotency-key": "pay_1:confirm:1",
      "stripe-version": "2026-10-28.endive",
    });
    expect(fields()).toMatchObject({ payment_method: "pm_card_visa", use_stripe_sdk: "true" });
    expect(Object.keys(fields())).not.toContain("amount");
  });

  test("a page: our order, its lines, the return address, and its end in whole seconds", async () => {
    await openPage();
    expect(heard).toMatchObject([{ method: "POST", url: "/v1/checkout/sessions" }]);
    expect(fields()).toEqual({
      mode: "payment",
      client_reference_id: "ORD-1-1",
      "metadata[order_id]": "ORD-1-1",
      "payment_intent_data[metadata][order_id]": "ORD-1-1",
      "payment_intent_data[description]": "Cap and 1 more",
      "line_items[0][quantity]": "2",
      "line_items[0][price_data][currency]": "usd",
      "line_items[0][price_data][unit_amount]": "1000",
      "line_items[0][price_data][product_data][name]": "Cap",
      "line_items[1][quantity]": "1",
      "line_items[1][price_data][currency]": "usd",
      "line_items[1][price_data][unit_amount]": "900",
      "line_items[1][price_data][product_data][name]": "모자",
      customer_email: "mina@example.com",
      locale: "ko",
      success_url: "https://shop.example/payments/stripe/success?session_id={CHECKOUT_SESSION_ID}",
      cancel_url: "https://shop.example/cart",
      expires_at: String(Date.parse("2026-11-25T03:00:00Z") / 1_000),
    });
  });

  test("a refund: of the payment, with our id and its reason, followed by a query of the payment", async () => {
    reply = { status: 200, body: intent };
    await refund();
    expect(heard.map(({ method, url }) => [method, url.split("?")[0]])).toEqual([
      ["POST", "/v1/refunds"],
      ["GET", "/v1/payment_intents/pi_1"],
    ]);
    expect(fields()).toEqual({
      payment_intent: "pi_1",
      amount: "700",
      reason: "requested_by_customer",
      "metadata[refund_id]": "rf_1",
      "metadata[reason]": "변심 (rf_1)",
    });
  });

  test("a query asks for the fee and the refunds too, and has no key", async () => {
    await look();
    await look({ sessionKey: "cs_1" });
    expect(heard.map(({ url }) => url)).toEqual([
      "/v1/payment_intents/pi_1?expand[0]=latest_charge.balance_transaction&expand[1]=latest_charge.refunds",
      "/v1/checkout/sessions/cs_1?expand[0]=payment_intent.latest_charge.balance_transaction&expand[1]=payment_intent.latest_charge.refunds",
    ]);
    expect(heard.every(({ headers }) => headers["idempotency-key"] === undefined)).toBe(true);
  });

  test("a payment without an id is not queried: an empty id would ask for a list", async () => {
    expect(await look({})).toEqual({ is: "absent" });
    expect(await look({ paymentKey: "", sessionKey: "" })).toEqual({ is: "absent" });
    expect(heard).toEqual([]);
  });

  test("no id leads out of its path", async () => {
    await look({ paymentKey: "../refunds" });
    expect(heard[0]?.url.startsWith("/v1/payment_intents/")).toBe(true);
  });

  test("it issues no virtual accounts, and says so at once", () => {
    const account = {
      what: "account",
      orderId: "ORD-1-1",
      orderName: "Cap",
      amount: 1,
      bank: "20",
      customerName: "김미나",
      customerEmail: "mina@example.com",
      dueAt: "2026-11-25T03:00:00Z",
    } as const;
    expect(() => stripe.open("stripe", "k", account)).toThrow("no virtual accounts");
  });
});

test("without keys nothing is asked, and the operator is told", async () => {
  const settings = env().stripe;
  const { keys } = settings;
  settings.keys = undefined;
  onTestFinished(() => {
    settings.keys = keys;
  });
  expect(await confirm()).toMatchObject({ is: "rejected", about: "keys", said: { status: null } });
  expect(await look()).toEqual({ is: "unknown", why: "setup", code: null });
  expect(stripe.refusal("{}", new Headers({ "stripe-signature": "t=1,v1=00" }))).toEqual({
    why: "signature",
  });
  expect(heard).toEqual([]);
});
