import { afterAll, describe, expect, test } from "vitest";
import { bearer, openStripe } from "../testing/stripe-merchant";
import { apiVersion, keys } from "./keys";

const shop = await openStripe();
afterAll(() => shop.close());

describe("a key", () => {
  test.each([
    ["as a bearer token", `Bearer ${keys.secret}`, 200],
    ["as a user name, as curl sends it", `Basic ${Buffer.from(`${keys.secret}:`).toString("base64")}`, 200],
    ["that is unknown", "Bearer sk_test_somebodyelse0000", 401],
    ["that is missing", "Bearer", 401],
    ["that is publishable, for a call that needs a secret key", `Bearer ${keys.publishable}`, 403],
  ])("%s", async (_, authorization, status) => {
    const answer = await shop.ask("GET", "/refunds", undefined, { authorization });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("request-id")).toMatch(/^req_\w{14}$/);
    if (status === 401) expect(answer.body.error?.type).toBe("invalid_request_error");
  });

  test("is masked in the refusal", async () => {
    const { body } = await shop.ask("GET", "/refunds", undefined, {
      authorization: "Bearer sk_test_somebodyelse0000",
    });
    expect(body.error?.message).toBe("Invalid API Key provided: sk_test_************0000");
  });
});

describe("parameters", () => {
  test("can be nested in brackets, with or without indexes; an empty string unsets a value", async () => {
    const form =
      "amount=500&currency=USD&metadata[order_id]=7&metadata[gone]=&expand[]=latest_charge&description=";
    const { status, body } = await shop.ask("POST", "/payment_intents", form);
    expect([status, body]).toMatchObject([
      200,
      { currency: "usd", metadata: { order_id: "7" }, description: null },
    ]);
  });

  test("of another API version are refused", async () => {
    const headers = { ...bearer, "stripe-version": "2024-06-20" };
    expect((await shop.ask("GET", "/refunds", undefined, headers)).body.error).toMatchObject({
      type: "invalid_request_error",
      message: "Invalid Stripe API version: 2024-06-20",
    });
    const right = await shop.ask("GET", "/refunds", undefined, { ...bearer, "stripe-version": apiVersion });
    expect(right.status).toBe(200);
  });

  test.each([
    ["amount=500&currency=usd&color=red", "parameter_unknown", "color", "Received unknown parameter: color"],
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
    const { status, body } = await shop.ask("POST", "/payment_intents", form);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: "invalid_request_error", param });
    expect(body.error?.code).toBe(code);
    if (typeof message === "string") expect(body.error?.message).toBe(message);
    else expect(body.error?.message).toMatch(message);
  });

  test.each([
    ["GET", "/checkout/sessions/cs_missing"],
    ["POST", "/payment_intents/pi_missing"],
    ["POST", "/payment_intents/pi_missing/capture"],
    ["POST", "/payment_intents/pi_missing/cancel"],
    ["GET", "/refunds/re_missing"],
    ["POST", "/refunds/re_missing"],
    ["GET", "/disputes/du_missing"],
  ])("are checked before the object is looked for: %s %s", async (method, path) => {
    const query = "unheard_of=1";
    const { status, body } = await (method === "GET"
      ? shop.ask(method, `${path}?${query}`)
      : shop.ask(method, path, query));
    expect([status, body.error?.code]).toEqual([400, "parameter_unknown"]);
  });

  test("that name a missing object get the same message as its retrieval", async () => {
    const looked = await shop.ask("GET", "/balance_transactions/txn_missing");
    const paged = await shop.ask("GET", "/balance_transactions?starting_after=txn_missing");
    expect(paged.body.error?.message).toBe("No such balance transaction: 'txn_missing'");
    expect(looked.body.error?.message).toBe(paged.body.error?.message);
  });

  test("in malformed brackets are refused, and so are unknown routes", async () => {
    expect((await shop.ask("POST", "/payment_intents", "amount[=1")).status).toBe(400);
    const nowhere = await shop.ask("GET", "/customers");
    expect([nowhere.status, nowhere.body.error?.message]).toEqual([
      404,
      expect.stringMatching(/^Unrecognized request URL \(GET: \/v1\/customers\)/),
    ]);
  });
});
