import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStripe, refusal, type StripeShop } from "../testing/stripeMerchant";
import { API_VERSION, keys } from "./keys";

let shop: StripeShop;

beforeAll(async () => {
  shop = await openStripe();
});
afterAll(() => shop.close());

const bearer = { authorization: `Bearer ${keys.secret}` };

/** A request as it is written by hand, past the SDK. */
async function ask(method: string, path: string, form?: string, headers: Record<string, string> = bearer) {
  const response = await fetch(`${shop.url}/v1${path}`, {
    method,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    ...(form !== undefined && { body: form }),
  });
  const body = (await response.json()) as {
    id: string;
    error?: { type: string; code?: string; message: string; param?: string; request_log_url: string };
    [field: string]: unknown;
  };
  return { status: response.status, headers: response.headers, body };
}

describe("a key", () => {
  test.each([
    ["as a bearer", `Bearer ${keys.secret}`, 200],
    ["as a user name, as curl sends it", `Basic ${Buffer.from(`${keys.secret}:`).toString("base64")}`, 200],
    ["of somebody else", "Bearer sk_test_somebodyelse0000", 401],
    ["that is none", "Bearer", 401],
    ["for browsers, where only servers may ask", `Bearer ${keys.publishable}`, 403],
  ])("%s", async (_, authorization, status) => {
    const answer = await ask("GET", "/refunds", undefined, { authorization });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("request-id")).toMatch(/^req_\w{14}$/);
    if (status === 401) expect(answer.body.error?.type).toBe("invalid_request_error");
  });

  test("is masked in the answer that refuses it", async () => {
    const { body } = await ask("GET", "/refunds", undefined, {
      authorization: "Bearer sk_test_somebodyelse0000",
    });
    expect(body.error?.message).toBe("Invalid API Key provided: sk_test_************0000");
  });
});

describe("what a request says", () => {
  test("is read from brackets, indexed or not; an empty text takes away", async () => {
    const form =
      "amount=500&currency=USD&metadata[order_id]=7&metadata[gone]=&expand[]=latest_charge&description=";
    const { status, body } = await ask("POST", "/payment_intents", form);
    expect([status, body]).toMatchObject([
      200,
      { currency: "usd", metadata: { order_id: "7" }, description: null },
    ]);
  });

  test("has to be of this version", async () => {
    const headers = { ...bearer, "stripe-version": "2024-06-20" };
    expect((await ask("GET", "/refunds", undefined, headers)).body.error).toMatchObject({
      type: "invalid_request_error",
      message: "Invalid Stripe API version: 2024-06-20",
    });
    const right = await ask("GET", "/refunds", undefined, { ...bearer, "stripe-version": API_VERSION });
    expect(right.status).toBe(200);
  });

  test.each([
    [
      "amount=500&currency=usd&colour=red",
      "parameter_unknown",
      "colour",
      "Received unknown parameter: colour",
    ],
    [
      "amount=500&currency=usd&shipping[name]=a&shipping[planet]=b",
      "parameter_unknown",
      "shipping[planet]",
      "Received unknown parameter: shipping[planet]",
    ],
    ["amount=500&currency=usd&a=1&b=2", "parameter_unknown", "a", "Received unknown parameters: a, b"],
    ["currency=usd", "parameter_missing", "amount", "Missing required param: amount."],
    ["amount=500", "parameter_missing", "currency", "Missing required param: currency."],
    ["amount=ten&currency=usd", "parameter_invalid_integer", "amount", "Invalid integer: ten"],
    ["amount=5.5&currency=usd", "parameter_invalid_integer", "amount", "Invalid integer: 5.5"],
    [
      "amount=0&currency=usd",
      "parameter_invalid_integer",
      "amount",
      "This value must be greater than or equal to 1.",
    ],
    ["amount=49&currency=usd", "amount_too_small", "amount", "Amount must be at least $0.50 usd"],
    [
      "amount=100000000&currency=usd",
      "amount_too_large",
      "amount",
      "Amount must be no more than $999,999.99",
    ],
    [
      "amount=500&currency=usd&receipt_email=me",
      "email_invalid",
      "receipt_email",
      "Invalid email address: me",
    ],
    [
      "amount=500&currency=usd&payment_method=",
      "parameter_invalid_empty",
      "payment_method",
      /^You passed an empty string/,
    ],
    ["amount=500&currency=usd&capture_method=late", undefined, "capture_method", /must be one of automatic/],
    [
      "amount=500&currency=usd&payment_method_types[]=card",
      "payment_method_types_no_longer_supported",
      "payment_method_types",
      /no longer supported/,
    ],
    ["amount[much]=1&currency=usd", undefined, "amount", "Invalid amount"],
  ])("%s is refused", async (form, code, param, message) => {
    const { status, body } = await ask("POST", "/payment_intents", form);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: "invalid_request_error", param });
    expect(body.error?.code).toBe(code);
    if (typeof message === "string") expect(body.error?.message).toBe(message);
    else expect(body.error?.message).toMatch(message);
  });

  test("in brackets that make no sense is refused, and so is what nobody answers", async () => {
    expect((await ask("POST", "/payment_intents", "amount[=1")).status).toBe(400);
    const nowhere = await ask("GET", "/customers");
    expect([nowhere.status, nowhere.body.error?.message]).toEqual([
      404,
      expect.stringMatching(/^Unrecognized request URL \(GET: \/v1\/customers\)/),
    ]);
  });
});

describe("an answer", () => {
  test("holds the whole object where its id would be, as deep as four steps", async () => {
    const intent = await shop.paid({ capture_method: "automatic" });
    const { id } = await shop.sdk.refunds.create({ payment_intent: intent.id, amount: 200 });
    const deep = await shop.sdk.refunds.retrieve(id, {
      expand: ["charge.payment_intent.latest_charge.balance_transaction", "balance_transaction.source"],
    });
    expect(deep).toMatchObject({
      balance_transaction: { source: { id, object: "refund" } },
      charge: {
        payment_intent: {
          id: intent.id,
          latest_charge: { balance_transaction: { object: "balance_transaction" } },
        },
      },
    });
    const list = await shop.sdk.refunds.list({ payment_intent: intent.id, expand: ["data.charge"] });
    expect(list.data).toMatchObject([{ charge: { object: "charge" } }]);
  });

  test.each([
    ["a field that is none", "colour", "This property cannot be expanded (colour)."],
    ["a field that is no object", "amount", "This property cannot be expanded (amount)."],
    ["deeper than four", "latest_charge.refunds.data.charge.balance_transaction", /more than 4 levels/],
  ])("does not hold %s", async (_, path, message) => {
    const refused = await refusal(shop.sdk.paymentIntents.list({ expand: [`data.${path}`] }));
    expect(refused).toMatchObject({ status: 400, code: undefined, param: undefined });
    if (typeof message === "string") expect(refused.message).toBe(message.replace("(", "(data."));
    else expect(refused.message).toMatch(message);
  });

  test("does nothing when it could not be given", async () => {
    const before = (await shop.sdk.paymentIntents.list({ limit: 1 })).data[0]?.id;
    await refusal(shop.sdk.paymentIntents.create({ amount: 500, currency: "usd", expand: ["colour"] }));
    expect((await shop.sdk.paymentIntents.list({ limit: 1 })).data[0]?.id).toBe(before);
  });
});

describe("a list", () => {
  let made: string[];

  beforeAll(async () => {
    made = [];
    for (let n = 0; n < 13; n++) {
      made.unshift((await shop.sdk.paymentIntents.create({ amount: 500 + n, currency: "usd" })).id);
    }
  });

  test("is walked through page by page, newest first", async () => {
    const walked = [];
    for await (const { id } of shop.sdk.paymentIntents.list({ limit: 4 })) {
      walked.push(id);
      if (walked.length === made.length) break;
    }
    expect(walked).toEqual(made);
  });

  test("has ten unless told otherwise, and goes on in both directions", async () => {
    const first = await shop.sdk.paymentIntents.list();
    expect(first).toMatchObject({ object: "list", url: "/v1/payment_intents", has_more: true });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 10));
    const before = await shop.sdk.paymentIntents.list({ ending_before: made[5] ?? "", limit: 3 });
    expect(before.data.map(({ id }) => id)).toEqual(made.slice(2, 5));
    expect(before.has_more).toBe(true);
    const start = await shop.sdk.paymentIntents.list({ ending_before: made[2] ?? "" });
    expect([start.data.map(({ id }) => id), start.has_more]).toEqual([made.slice(0, 2), false]);
  });

  test("of a span of time", async () => {
    await shop.turnClock(60);
    const { id, created } = await shop.sdk.paymentIntents.create({ amount: 999, currency: "usd" });
    const ids = async (span: { gte?: number; gt?: number; lt?: number; lte?: number }) =>
      (await shop.sdk.paymentIntents.list({ created: span, limit: 100 })).data.map((each) => each.id);
    expect(await ids({ gte: created })).toEqual([id]);
    expect(await ids({ gt: created })).toEqual([]);
    expect(await ids({ lte: created })).toContain(id);
    expect(await ids({ lt: created })).not.toContain(id);
  });

  test.each([
    ["of none", { limit: 0 }, "Limit must be between 1 and 100."],
    ["of 101", { limit: 101 }, "Limit must be between 1 and 100."],
    [
      "in two directions",
      { starting_after: "a", ending_before: "b" },
      /both starting_after and ending_before/,
    ],
    ["from nowhere", { starting_after: "pi_nothing" }, "No such payment_intent: 'pi_nothing'"],
  ])("%s is refused", async (_, wish, message) => {
    const refused = await refusal(shop.sdk.paymentIntents.list(wish).then((page) => page));
    if (typeof message === "string") expect(refused.message).toBe(message);
    else expect(refused.message).toMatch(message);
  });

  test("of money, by where it came from and what it was", async () => {
    const { latest_charge: charge, id } = await shop.paid({ capture_method: "automatic" });
    await shop.sdk.refunds.create({ payment_intent: id });
    const rows = await shop.sdk.balanceTransactions.list({ source: String(charge) });
    expect(rows.data).toMatchObject([{ type: "charge", source: charge }]);
    const refunds = await shop.sdk.balanceTransactions.list({ type: "refund", limit: 1 });
    expect(refunds.data).toMatchObject([{ type: "refund", amount: -5_000 }]);
    const [row] = rows.data;
    expect(await shop.sdk.balanceTransactions.retrieve(row?.id ?? "")).toMatchObject({ status: "pending" });
    await shop.turnClock(2 * 24 * 60);
    expect(await shop.sdk.balanceTransactions.retrieve(row?.id ?? "")).toMatchObject({ status: "available" });
  });
});

describe("a browser", () => {
  const publishable = { authorization: `Bearer ${keys.publishable}`, origin: "https://shop.test" };
  const card = (number: string) =>
    `payment_method_data[type]=card&payment_method_data[card][number]=${number}&payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=34&payment_method_data[card][cvc]=123`;

  test("may ask before it asks, from any shop's page", async () => {
    const response = await fetch(`${shop.url}/v1/payment_intents/pi_1/confirm`, {
      method: "OPTIONS",
      headers: {
        origin: "https://shop.test",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect([response.status, response.headers.get("access-control-allow-headers")]).toEqual([
      204,
      "authorization,content-type",
    ]);
  });

  test("pays with a card that was typed in, and hears only what it may", async () => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({
      amount: 700,
      currency: "usd",
      metadata: { a: "b" },
    });
    const path = `/payment_intents/${id}`;
    expect((await ask("GET", path, undefined, publishable)).status).toBe(404);
    const seen = await ask("GET", `${path}?client_secret=${client_secret}`, undefined, publishable);
    expect(seen.headers.get("access-control-allow-origin")).toBe("*");
    expect(seen.body).toMatchObject({ id, status: "requires_payment_method" });
    expect(seen.body).not.toHaveProperty("metadata");
    expect((await ask("POST", `${path}/confirm`, card("4242424242424242"), publishable)).status).toBe(404);
    const form = `client_secret=${client_secret}&${card("4242424242424242")}`;
    const paid = await ask("POST", `${path}/confirm`, form, publishable);
    expect(paid.body).toMatchObject({ status: "succeeded", amount: 700 });
    expect(paid.body).not.toHaveProperty("latest_charge");
  });

  test("is shown a challenge by its own script", async () => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({ amount: 700, currency: "usd" });
    const form = `client_secret=${client_secret}&${card("4000000000003220")}`;
    const { body } = await ask("POST", `/payment_intents/${id}/confirm`, form, publishable);
    expect(body).toMatchObject({ status: "requires_action", next_action: { type: "use_stripe_sdk" } });
  });

  test.each([
    ["4242424242424241", "incorrect_number"],
    ["4111111111111111", "card_declined"],
  ])("hears what is wrong with %s", async (number, code) => {
    const { id, client_secret } = await shop.sdk.paymentIntents.create({ amount: 700, currency: "usd" });
    const form = `client_secret=${client_secret}&${card(number)}`;
    const { status, body } = await ask("POST", `/payment_intents/${id}/confirm`, form, publishable);
    expect([status, body.error?.type, body.error?.code]).toEqual([402, "card_error", code]);
  });

  test("makes a way to pay that a server can use, while a server sends no numbers", async () => {
    const form = card("4242424242424242").replaceAll(/payment_method_data\[(\w+)\]/g, "$1");
    const { body } = await ask("POST", "/payment_methods", form, publishable);
    expect(body).toMatchObject({ object: "payment_method", card: { last4: "4242", brand: "visa" } });
    expect(await shop.paid({ payment_method: body.id })).toMatchObject({
      status: "succeeded",
      payment_method: body.id,
    });
    expect(await shop.sdk.paymentMethods.retrieve(body.id)).toMatchObject({ id: body.id });
    const raw = refusal(
      shop.sdk.paymentMethods.create({
        type: "card",
        card: { number: "4242424242424242", exp_month: 12, exp_year: 34 },
      }),
    );
    expect((await raw).message).toContain("generally unsafe");
  });
});
