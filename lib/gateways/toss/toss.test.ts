import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { env } from "../../settings/env";
import { takeTroubles } from "../troubles";
import { toss } from "./index";

// A small server gives the answers the emulator refuses to give: a gateway that breaks its own rules.

type Reply = { status: number; body: string };
let reply: Reply | ((path: string) => Reply) = { status: 200, body: "{}" };
const heard: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  heard.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
  const { status, body: answer } = typeof reply === "function" ? reply(request.url ?? "") : reply;
  response.writeHead(status, { location: "/elsewhere" });
  response.end(answer);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Toss's public documentation keys; its documentation prints their Basic credentials.
  process.env.TOSS_WIDGET_CLIENT_KEY = "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm";
  process.env.TOSS_WIDGET_SECRET_KEY = "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6";
  process.env.TOSS_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());
beforeEach(() => {
  heard.length = 0;
});

const confirm = (key = "pay_1:confirm:1") =>
  toss.confirm("widget", key, { paymentKey: "pk", orderId: "ORD-1-1", amount: 29_000 });
const refund = () =>
  toss.refund("widget", "pay_1:refund:1", {
    paymentKey: "pk/../x",
    amount: 1_000,
    currency: "KRW",
    reason: "변심 (rf_1)",
    refundableAmount: 29_000,
    refundId: "rf_1",
  });
const payment = JSON.stringify({
  paymentKey: "pk",
  orderId: "ORD-1-1",
  status: "DONE",
  currency: "KRW",
  totalAmount: 29_000,
  balanceAmount: 29_000,
});

describe("rule 12: only a client error with a code from the list is a decline", () => {
  test.each([500, 502, 503, 504, 599])("%i is never a decline, whatever its code", async (status) => {
    for (const code of ["REJECT_CARD_PAYMENT", "NOT_CANCELABLE_AMOUNT"]) {
      reply = { status, body: JSON.stringify({ code, message: "" }) };
      expect(await confirm()).toEqual({ is: "unknown", why: "error", code });
      expect(await refund()).toEqual({ is: "unknown", why: "error", code });
    }
  });

  test("a confirm is not declined with a cancel's code, nor the other way round", async () => {
    reply = { status: 403, body: '{"code":"NOT_CANCELABLE_AMOUNT"}' };
    expect(await confirm()).toMatchObject({ is: "rejected" });
    expect(await refund()).toEqual({ is: "declined", code: "NOT_CANCELABLE_AMOUNT", stillOpen: false });
    reply = { status: 403, body: '{"code":"REJECT_CARD_PAYMENT"}' };
    expect(await confirm()).toEqual({ is: "declined", code: "REJECT_CARD_PAYMENT", stillOpen: false });
    expect(await refund()).toMatchObject({ is: "rejected" });
  });

  test.each([
    ["nothing", 200, ""],
    ["a page", 200, "<html>maintenance</html>"],
    ["half a payment", 200, payment.slice(0, -9)],
    ["a payment without its amount", 200, payment.replace('"totalAmount":29000,', "")],
    ["a list", 200, `[${payment}]`],
    ["an HTML page for an error", 400, "<html>bad request</html>"],
    ["a proxy's HTML page", 403, "<html>forbidden</html>"],
    ["an empty error", 400, "{}"],
    ["a word", 400, '"no"'],
    ["nothing for an error", 401, ""],
    ["a redirect", 302, ""],
    ["nothing, created", 201, payment],
  ])("%s is malformed, which is unknown", async (_, status, body) => {
    reply = { status, body };
    expect(await confirm()).toMatchObject({ is: "unknown", why: "malformed" });
    expect(
      await toss.look("widget", { paymentKey: null, sessionKey: null, orderId: "ORD-1-1" }),
    ).toMatchObject({ is: "unknown", why: status === 401 || status === 403 ? "setup" : "malformed" });
  });

  test.each([
    ["another order's key", 403, '{"code":"FORBIDDEN_REQUEST","message":"no"}', "FORBIDDEN_REQUEST"],
    ["an address that is not allowed", 403, '{"code":"NOT_ALLOWED_IP","message":"no"}', "NOT_ALLOWED_IP"],
    ["no code", 403, '{"message":"no"}', "403"],
    ["a proxy's page", 403, "<html>forbidden</html>", "403"],
    ["nothing at all", 401, "", "401"],
    ["an invalid secret key", 400, '{"code":"INVALID_API_KEY","message":"no"}', "INVALID_API_KEY"],
  ])("a query refused with %s is a setup error, also for the daily list", async (_, status, body, code) => {
    reply = { status, body };
    const unanswered = { is: "unknown", why: "setup", code };
    const named = { paymentKey: null, sessionKey: null, orderId: "ORD-1-1" };
    expect(await toss.look("widget", named)).toEqual(unanswered);
    const span = { from: new Date(0), until: new Date(1) };
    expect(await toss.changes("widget", span, null)).toEqual(unanswered);
  });

  test("an answer that does not end is cut off, and unknown", async () => {
    reply = { status: 200, body: `${payment}${" ".repeat(1_100_000)}` };
    expect(await confirm()).toMatchObject({ is: "unknown" });
  });

  test("a query is never declined", async () => {
    reply = { status: 403, body: '{"code":"REJECT_CARD_PAYMENT"}' };
    expect(
      await toss.look("widget", { paymentKey: "pk", sessionKey: null, orderId: "ORD-1-1" }),
    ).toMatchObject({
      is: "unknown",
      code: "REJECT_CARD_PAYMENT",
    });
  });

  test("refused keys are reported to the operator, and a query under them has no answer", async () => {
    reply = { status: 401, body: '{"code":"UNAUTHORIZED_KEY","message":"인증되지 않은 시크릿 키 입니다."}' };
    const said = { status: 401, message: "인증되지 않은 시크릿 키 입니다.", param: null, requestId: null };
    expect(await confirm()).toEqual({ is: "rejected", code: "UNAUTHORIZED_KEY", about: "keys", said });
    expect(
      await toss.look("widget", { paymentKey: null, sessionKey: null, orderId: "ORD-1-1" }),
    ).toMatchObject({ is: "unknown", why: "setup" });
  });

  test.each([
    ["a code of next year", 400, { code: "A_CODE_OF_NEXT_YEAR", message: "no" }, "request"],
    ["no code", 403, { message: "no" }, "request"],
    ["no code, and not allowed", 401, { message: "no" }, "keys"],
    ["another pair's key", 400, { code: "INVALID_API_KEY", message: "no" }, "keys"],
  ] as const)("a client error with %s rejects the request", async (_, status, body, about) => {
    reply = { status, body: JSON.stringify(body) };
    for (const ask of [confirm, refund]) expect(await ask()).toMatchObject({ is: "rejected", about });
  });

  test("another merchant's payment key, which anybody can bring, says nothing about our API keys", async () => {
    const absent = { status: 404, body: '{"code":"NOT_FOUND_PAYMENT","message":"no"}' };
    const forbidden = { status: 403, body: '{"code":"FORBIDDEN_REQUEST","message":"no"}' };
    reply = (path) => (path.startsWith("/v1/payments/orders/") ? absent : forbidden);
    const named = { paymentKey: "another merchant's", sessionKey: null, orderId: "ORD-1-1" };
    expect(await toss.look("widget", named)).toEqual({ is: "absent" });
    reply = (path) => (path.startsWith("/v1/payments/orders/") ? { status: 200, body: payment } : forbidden);
    expect(await toss.look("widget", named)).toMatchObject({ is: "seen", snapshot: { paymentKey: "pk" } });
  });

  test.each([408, 409, 424, 425, 429])("%i is unknown, with a code and without", async (status) => {
    for (const body of ['{"code":"ANYTHING"}', '{"message":"wait"}', '{"code":"REJECT_CARD_PAYMENT"}']) {
      reply = { status, body };
      const answer = await confirm();
      expect(answer).toMatchObject({ is: "unknown", why: status === 409 ? "in_progress" : "error" });
    }
  });

  test("without keys nothing is asked, and the operator is told", async () => {
    const asked = { paymentKey: "pk", orderId: "ORD-1-1", amount: 1 };
    expect(await toss.confirm("api", "k", asked)).toMatchObject({ is: "rejected", about: "keys" });
    const unknown = { is: "unknown", why: "setup", code: null };
    expect(await toss.look("api", { ...asked, sessionKey: null })).toEqual(unknown);
    expect(heard).toEqual([]);
  });
});

describe("what is sent", () => {
  test("a confirm: the key in its header, the secret in Toss's format, and our amount", async () => {
    reply = { status: 200, body: payment };
    expect(await confirm()).toMatchObject({ is: "seen", snapshot: { status: "captured" } });
    expect(heard).toHaveLength(1);
    const [request] = heard;
    expect(request).toMatchObject({ method: "POST", url: "/v1/payments/confirm" });
    expect(request?.headers).toMatchObject({
      authorization: "Basic dGVzdF9nc2tfZG9jc19PYVB6OEw1S2RtUVhrelJ6M3k0N0JNdzY6",
      "idempotency-key": "pay_1:confirm:1",
      "content-type": "application/json",
    });
    expect(JSON.parse(request?.body ?? "")).toEqual({
      paymentKey: "pk",
      orderId: "ORD-1-1",
      amount: 29_000,
    });
  });

  test("a cancel: guarded by what is left, and no key leads out of its path", async () => {
    reply = { status: 200, body: payment };
    await refund();
    expect(heard[0]).toMatchObject({ method: "POST", url: "/v1/payments/pk%2F..%2Fx/cancel" });
    expect(JSON.parse(heard[0]?.body ?? "")).toEqual({
      cancelReason: "변심 (rf_1)",
      cancelAmount: 1_000,
      currency: "KRW",
      refundableAmount: 29_000,
    });
  });

  test("a query: by key, and by our order id when the key finds nothing or another order", async () => {
    reply = { status: 404, body: '{"code":"NOT_FOUND_PAYMENT"}' };
    expect(await toss.look("widget", { paymentKey: "pk", sessionKey: null, orderId: "ORD-1-1" })).toEqual({
      is: "absent",
    });
    reply = { status: 200, body: payment };
    await toss.look("widget", { paymentKey: "pk", sessionKey: null, orderId: "ORD-2-1" });
    expect(heard.map(({ url }) => url)).toEqual([
      "/v1/payments/pk",
      "/v1/payments/orders/ORD-1-1",
      "/v1/payments/pk",
      "/v1/payments/orders/ORD-2-1",
    ]);
    expect(heard.every(({ headers }) => headers["idempotency-key"] === undefined)).toBe(true);
  });

  test("a broken request is not sent again automatically", async () => {
    reply = { status: 503, body: "" };
    await confirm();
    expect(heard).toHaveLength(1);
  });
});

describe("the version of Toss's API, which the merchant sets in the developer center", () => {
  const told = async (version: unknown) => {
    takeTroubles();
    reply = { status: 200, body: JSON.stringify({ ...JSON.parse(payment), version }) };
    expect(await confirm()).toMatchObject({ is: "seen" });
    return takeTroubles();
  };

  test.each(["1.4", "2024-06-01"])(
    "is noticed when it is %s, and the payment is still read",
    async (version) => {
      expect(await told(version)).toMatchObject([{ kind: "api_version", count: 1, detail: { version } }]);
    },
  );

  test.each(["2022-11-16", undefined, null, 7])("is not reported when it is %s", async (version) => {
    expect(await told(version)).toEqual([]);
  });
});

test("nothing listens: unknown, and nothing throws", async () => {
  const settings = env().toss;
  const { apiUrl } = settings;
  settings.apiUrl = "http://127.0.0.1:9";
  onTestFinished(() => {
    settings.apiUrl = apiUrl;
  });
  expect(await confirm()).toEqual({ is: "unknown", why: "unreachable", code: null });
});

describe("a request to have a payment acquired", () => {
  const acquire = () => toss.acquire("widget", "pay_1:acquire:1", { paymentKey: "pk" });
  const taken = { status: 200, body: '{"result":true}' };
  const withCard = (acquireStatus: string) => {
    const card = { issuerCode: "61", number: "43301234****123*", installmentPlanMonths: 0, acquireStatus };
    return { status: 200, body: JSON.stringify({ ...JSON.parse(payment), approvedAt: "2026-11-30", card }) };
  };
  const answers = (asked: Reply, looked: Reply) => {
    reply = (path) => (path === "/v1/settlements" ? asked : looked);
  };

  test.each([
    ["READY", "asked"],
    ["REQUESTED", "requested"],
    ["COMPLETED", "completed"],
    ["A_STATUS_OF_NEXT_YEAR", "asked"],
  ])("that Toss took counts, whatever its payment says: %s", async (told, acquisition) => {
    answers(taken, withCard(told));
    expect(await acquire()).toMatchObject({ is: "seen", snapshot: { detail: { card: { acquisition } } } });
    const [asked, looked] = heard;
    expect(asked).toMatchObject({ method: "POST", url: "/v1/settlements", body: '{"paymentKey":"pk"}' });
    expect(asked?.headers["idempotency-key"]).toBe("pay_1:acquire:1");
    expect(looked).toMatchObject({ method: "GET", url: "/v1/payments/pk" });
  });

  test("keeps its key if Toss took it and does not show the payment", async () => {
    answers(taken, { status: 500, body: "{}" });
    expect(await acquire()).toEqual({ is: "unknown", why: "in_progress", code: null });
  });

  test.each([
    ["nothing", 200, "", { is: "unknown", why: "malformed" }],
    ["no result", 200, "{}", { is: "unknown", why: "malformed" }],
    ["a fault", 500, '{"code":"FAILED_INTERNAL_SYSTEM_PROCESSING"}', { is: "unknown", why: "error" }],
    ["that it was before", 400, '{"code":"ALREADY_PROCESSED_PAYMENT"}', { is: "unknown", why: "error" }],
    ["another contract", 403, '{"code":"FORBIDDEN_REQUEST"}', { is: "unknown", why: "no_such_payment" }],
    ["that no card paid", 404, '{"code":"NOT_FOUND_METHOD"}', { is: "rejected", about: "request" }],
    ["a decline of a confirm", 403, '{"code":"REJECT_CARD_PAYMENT"}', { is: "rejected" }],
    ["refused keys", 401, '{"code":"UNAUTHORIZED_KEY"}', { is: "rejected", about: "keys" }],
  ])("is never declined: %s", async (_, status, body, answer) => {
    reply = { status, body };
    expect(await acquire()).toMatchObject(answer);
    expect(heard).toHaveLength(1);
  });
});

describe("the lists of cash receipts issued apart", () => {
  const row = {
    receiptKey: "K1",
    orderId: "ORD-1-1",
    type: "소득공제",
    transactionType: "CONFIRM",
    amount: 29_000,
    issueStatus: "COMPLETED",
    requestedAt: "2028-02-01T12:00:00+09:00",
  };
  const page = (data: object[], more: object = { hasNext: false }) => JSON.stringify({ ...more, data });
  async function receiptsIn(list: (n: number) => Reply) {
    let n = 0;
    reply = (path) => {
      if (!path.startsWith("/v1/cash-receipts")) return { status: 200, body: payment };
      n += 1;
      return list(n);
    };
    const look = await toss.look("widget", {
      paymentKey: "pk",
      sessionKey: null,
      orderId: "ORD-1-1",
      receiptDays: ["2028-02-01"],
    });
    return { read: n, receipts: look.is === "seen" ? look.snapshot.receiptsApart : look };
  }

  test("have the order's receipts, from all pages", async () => {
    const { receipts } = await receiptsIn((n) => ({
      status: 200,
      body:
        n === 1
          ? page([{ ...row, orderId: "ORD-2-1" }], { hasNext: true, lastCursor: 7 })
          : page([row, { ...row, transactionType: "CANCEL", amount: 9_000 }]),
    }));
    expect(receipts).toMatchObject([
      { key: "K1", kind: "issued", amount: 29_000, apart: true },
      { kind: "canceled", amount: 9_000 },
    ]);
  });

  test.each<[string, (n: number) => Reply]>([
    ["refused", () => ({ status: 403, body: '{"code":"FORBIDDEN_REQUEST","message":""}' })],
    ["overloaded", () => ({ status: 429, body: "" })],
    [
      "cut off after a page",
      (n) =>
        n === 1 ? { status: 200, body: page([row], { hasNext: true }) } : { status: 200, body: page([]) },
    ],
    ["of rows without a time", () => ({ status: 200, body: page([{ ...row, requestedAt: null }]) })],
    ["without an end", (n) => ({ status: 200, body: page([], { hasNext: true, lastCursor: n }) })],
  ])("that are %s say nothing", async (_, list) => {
    const { receipts, read } = await receiptsIn(list);
    expect(receipts).toBeUndefined();
    expect(read).toBeLessThanOrEqual(20);
  });
});
