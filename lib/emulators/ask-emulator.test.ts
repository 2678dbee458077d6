import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as route from "@/app/emulators/[...path]/route";
import { closedPolicy } from "../http/ingress";
import { type Env, env } from "../settings/env";

vi.mock("../settings/env", async (original) => ({ ...(await original<object>()), env: vi.fn() }));

const { parseEnv } = await vi.importActual<typeof import("../settings/env")>("../settings/env");
const shop = "https://demo.example";

/** A stand-in for an emulator that records the requests it receives. */
let asked: { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string }[] = [];
let answer = (_request: IncomingMessage, response: ServerResponse) => void response.end("{}");
const emulator = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { method, url, headers } = request;
  asked.push({ ...(method && { method }), ...(url && { url }), headers, body });
  answer(request, response);
});
beforeAll(() => new Promise<void>((listening) => emulator.listen(0, "127.0.0.1", listening)));
afterAll(() => void emulator.close());

const at = (source: Record<string, string>, more: Partial<Env> = {}) =>
  vi.mocked(env).mockReturnValue({ ...parseEnv(source), ...more });
const demo = () => {
  const port = String((emulator.address() as AddressInfo).port);
  return { APP_URL: shop, TWOTRACK_DEMO: "1", EMULATOR_TOSS_PORT: port, EMULATOR_STRIPE_PORT: port };
};

beforeEach(() => {
  asked = [];
  answer = (_, response) => void response.end("{}");
  at(demo(), { rateLimitFactor: 0 });
});

const handlers = { ...route };
type Method = keyof typeof handlers;
const ask = (method: Method, path: string, init: RequestInit = {}) =>
  handlers[method](new Request(`${shop}/emulators/${path}`, { ...init, method }));
const write = (path: string, init: RequestInit = {}) =>
  ask("POST", path, { ...init, headers: { origin: shop, ...init.headers } });

const shoppers: [Method, string][] = [
  ["GET", "toss/v2/standard"],
  ["GET", "toss/v2/widgets/methods?clientKey=test_gck_1"],
  ["GET", "toss/assets/window.js"],
  ["GET", "toss/postcode.v2.js"],
  ["GET", "toss/receipt/redirection?transactionId=tpay_1"],
  ["GET", "toss/v1/payments/tpay_1/checkout"],
  ["GET", "toss/v1/payments/tpay_1/checkout/status"],
  ["POST", "toss/v1/payments/tpay_1/checkout"],
  ["POST", "toss/v1/payments/tpay_1/app"],
  ["POST", "toss/v2/payments"],
  ["HEAD", "stripe/endive/stripe.js"],
  ["GET", "stripe/elements/payment"],
  ["GET", "stripe/c/pay/cs_test_1?failed"],
  ["POST", "stripe/c/pay/cs_test_1"],
  ["POST", "stripe/challenge/pi_1"],
  ["GET", "stripe/v1/payment_intents/pi_1?client_secret=pi_1_secret_x"],
  ["POST", "stripe/v1/payment_intents/pi_1/confirm"],
  ["POST", "stripe/v1/payment_methods"],
];

const others: [Method, string][] = [
  ["GET", "toss"],
  ["GET", "toss/README.md"],
  ["GET", "toss/control"],
  ["POST", "toss/control/payments/tpay_1/deposit"],
  ["POST", "toss/_control/clock"],
  ["GET", "toss/v1/payments/tpay_1"],
  ["POST", "toss/v1/payments/confirm"],
  ["POST", "toss/v1/payments/tpay_1/cancel"],
  ["POST", "toss/v1/virtual-accounts"],
  ["GET", "toss/v2/payments"],
  ["POST", "toss/v2/standard"],
  ["GET", "toss/v2/standard/x"],
  ["GET", "toss/assets/..%2f_control/health"],
  ["GET", "toss/v1/payments/tpay_1%2f..%2f../checkout"],
  ["GET", "toss/assets/window.js%0a"],
  ["DELETE", "stripe/v1/payment_methods"],
  ["OPTIONS", "stripe/v1/payment_methods"],
  ["POST", "stripe/v1/refunds"],
  ["POST", "stripe/v1/payment_intents"],
  ["POST", "stripe/v1/payment_intents/pi_1"],
  ["POST", "stripe/v1/payment_intents/pi_1/cancel"],
  ["POST", "stripe/v1/payment_intents/pi_1/capture"],
  ["GET", "stripe/v1/checkout/sessions/cs_1"],
  ["GET", "stripe/_control/requests"],
  ["GET", "paypal/v2/standard"],
];

describe("a demo's emulators", () => {
  test.each(shoppers)("a shopper's browser reaches %s %s", async (method, path) => {
    expect((await (method === "POST" ? write(path) : ask(method, path))).status).toBe(200);
    expect(asked).toMatchObject([{ method, url: path.replace(/^\w+/, "") }]);
  });

  test.each(others)("nobody reaches %s %s", async (method, path) => {
    const { status } = await (method === "POST" ? write(path) : ask(method, path));
    expect([status, asked]).toEqual([404, []]);
  });

  test.each([
    ["test keys", { APP_URL: shop, STRIPE_PUBLISHABLE_KEY: "pk_test_a", STRIPE_SECRET_KEY: "sk_test_a" }],
    ["an address on this machine", { APP_URL: "http://localhost:3000" }],
  ])("a shop with %s serves none", async (_, source) => {
    const port = String((emulator.address() as AddressInfo).port);
    at({ EMULATOR_TOSS_PORT: port, EMULATOR_STRIPE_PORT: port, ...source });
    for (const [method, path] of shoppers)
      expect((await (method === "POST" ? write(path) : ask(method, path))).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test("receive no cookies of the shop, no proxy headers and no secret key", async () => {
    const headers = {
      cookie: "twotrack_orders=x",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "evil.example",
      "idempotency-key": "k",
      "accept-language": "ko",
      "content-type": "application/x-www-form-urlencoded",
    };
    await write("stripe/v1/payment_methods", {
      body: "type=card",
      headers: { ...headers, authorization: "Bearer pk_test_1" },
    });
    for (const authorization of ["Bearer sk_test_1", "Basic c2s6", "Bearer pk_test_1, Bearer sk_test_1"])
      await write("stripe/v1/payment_methods", { headers: { ...headers, authorization } });
    await write("toss/v2/payments", { headers: { ...headers, authorization: "Bearer pk_test_1" } });
    const [first, ...rest] = asked;
    expect(first?.body).toBe("type=card");
    expect(first?.headers).toMatchObject({ authorization: "Bearer pk_test_1", "accept-language": "ko" });
    for (const { headers } of rest) expect(headers).not.toHaveProperty("authorization");
    for (const { headers } of asked)
      for (const name of ["cookie", "x-forwarded-for", "x-forwarded-host", "idempotency-key"])
        expect(headers).not.toHaveProperty(name);
  });

  test("set no cookies, follow no redirects of their own, and always get a policy", async () => {
    answer = (_, response) =>
      void response.writeHead(303, { location: "/success", "set-cookie": "a=1", "x-powered-by": "x" }).end();
    const led = await write("stripe/c/pay/cs_1");
    expect([led.status, led.headers.get("location")]).toEqual([303, "/success"]);
    expect(led.headers.get("content-security-policy")).toBe(closedPolicy);
    for (const name of ["set-cookie", "x-powered-by"]) expect(led.headers.get(name)).toBeNull();

    answer = (_, response) =>
      void response.writeHead(200, { "content-security-policy": "script-src 'self'" }).end();
    const page = await ask("GET", "stripe/c/pay/cs_1");
    expect(page.headers.get("content-security-policy")).toBe("script-src 'self'");
  });

  test("send the start of a response before it is complete", async () => {
    let finish = () => {};
    answer = (_, response) => {
      response.write("first");
      finish = () => void response.end("last");
    };
    const reader = (await ask("GET", "toss/v2/standard")).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
    finish();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("last");
  });

  test("accept no writes from other sites, and cannot be framed by them", async () => {
    for (const origin of ["https://evil.example", "null", "http://localhost:3000"]) {
      expect((await write("toss/v2/payments", { headers: { origin } })).status).toBe(403);
      const query = new URLSearchParams({ origin });
      expect((await ask("GET", `toss/v2/widgets/methods?origin=${shop}&${query}`)).status).toBe(404);
    }
    expect((await ask("POST", "toss/v2/payments")).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test("receive at most 64 KiB, and not too much from one address", async () => {
    expect((await write("toss/v2/payments", { body: "x".repeat(64 * 1024 + 1) })).status).toBe(413);
    at(demo(), { rateLimitFactor: 1 / 120 });
    const times = [await write("toss/v2/payments"), await write("toss/v2/payments")];
    expect(times.map(({ status }) => status)).toEqual([200, 429]);
  });

  test("are reported as away when they do not answer", async () => {
    at({ ...demo(), EMULATOR_TOSS_PORT: "1" });
    expect((await ask("GET", "toss/v2/standard")).status).toBe(503);
  });
});
