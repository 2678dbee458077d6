import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { POST as signInRoute } from "@/app/admin/api/sign-in/route";
import { GET as ordersCsv } from "@/app/admin/orders.csv/route";
import { POST as lookUp } from "@/app/orders/find/look-up/route";
import { POST as openLink, GET as openOldLink } from "@/app/orders/open/route";
import { GET as returnRoute } from "@/app/payments/toss/success/route";
import { POST as stripeNews } from "@/app/webhooks/stripe/route";
import { listenForAlarms } from "@/testing/alarms";
import { anAuthenticatedPayment } from "@/testing/makers";
import { keyFor, makeKey } from "../access/api-keys";
import { now, useClock } from "../clock";
import type { Operation } from "../contracts/operation";
import { log } from "../log";
import { Problem, type ProblemCode, problems } from "../problem";
import { watchCallers } from "./caller";
import { endpoint, guarded, handlers } from "./http";
import { forgetSecurity, securityEvents, securityLog } from "./security-log";

vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-twotrack-caller": "203.0.113.7" }),
}));

watchCallers();
const origin = "http://localhost:3000";
const caller = { "x-twotrack-caller": "203.0.113.7" };

let warned: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  forgetSecurity();
  warned = vi.spyOn(log, "warn");
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The lines of the security log, without other warnings. */
const lines = () =>
  (warned.mock.calls as unknown[][])
    .map(([line]) => line as Record<string, unknown>)
    .filter((line) => line.security);

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  new Request(`${origin}${path}`, { method: "POST", body, headers: { ...caller, ...headers } });
const json = { "content-type": "application/json" };

const refusing = (code: ProblemCode) =>
  handlers("POST", async () => {
    throw new Problem(code, "No.");
  });

describe("every refusal is one line of the log", () => {
  test.each(
    Object.entries(securityEvents).flatMap(([event, { codes }]) =>
      codes.map((code): [string, ProblemCode] => [event, code]),
    ),
  )("%s: %s", async (event, code) => {
    const response = await refusing(code).POST(post("/route?proof=secret", ""));
    expect(response.status).toBe(problems[code][0]);
    expect(lines()).toEqual([
      { security: event, code, subject: null, caller: "203.0.113.7", method: "POST", route: "/route" },
    ]);
  });

  test("a harmless refusal is not logged", async () => {
    for (const code of ["invalid_request", "out_of_stock", "payment_declined", "not_ready"] as const)
      await refusing(code).POST(post("/route", ""));
    expect(lines()).toEqual([]);
  });

  test("a wrong sign-in has a hash of its address, the same each time, and no address", async () => {
    const email = "mina.kim@shop.example";
    const body = JSON.stringify({ email, password: "hunter2-hunter2" });
    for (const typed of [body, body.replace("mina", "MINA")]) {
      const response = await signInRoute(post("/admin/api/sign-in", typed, { ...json, origin }));
      expect(response.status).toBe(401);
    }
    const [first, second] = lines();
    expect(first).toMatchObject({ security: "sign_in_refused", route: "/admin/api/sign-in" });
    expect(first?.subject).toMatch(/^address:[\w-]{16}$/);
    expect(second?.subject).toBe(first?.subject);
    expect(JSON.stringify(lines())).not.toMatch(/mina|hunter/i);
  });

  test("a key without the scope is named by its id", async () => {
    const { key, row } = await makeKey(
      { name: "Back office", scopes: ["orders:read"] },
      { by: "operator", now: now() },
    );
    const operation = { method: "POST", path: "/x", status: 200, input: z.object({}), reply: z.object({}) };
    const route = guarded(
      operation as unknown as Operation<z.ZodType, z.ZodType>,
      (headers) => keyFor("refunds:write", headers),
      async () => ({ body: {} }),
    );
    await route.POST(post("/x", "{}", { ...json, authorization: `Bearer ${key}` }));
    await route.POST(post("/x", "{}", { ...json, authorization: "Bearer twotrack_wrong" }));
    expect(lines()).toMatchObject([
      { security: "access_refused", subject: `key:${row.id}` },
      { security: "credential_refused", subject: null },
    ]);
    expect(JSON.stringify(lines())).not.toContain(key);
  });

  test("a forged signature, a foreign page, a file of the desk without sign-in, a wrong lookup", async () => {
    await stripeNews(post("/webhooks/stripe", "{}", { "stripe-signature": "t=1,v1=00" }));
    await signInRoute(post("/admin/api/sign-in", "{}", { ...json, origin: "https://evil.example" }));
    await ordersCsv(new Request(`${origin}/admin/orders.csv`, { headers: caller }));
    const form = new URLSearchParams({ number: "ORD-20261121-AAAAAA", contact: "mina@example.com" });
    await lookUp(post("/orders/find/look-up", String(form), { origin }));
    expect(lines().map(({ security, route }) => [security, route])).toEqual([
      ["signature_refused", "/webhooks/stripe"],
      ["origin_refused", "/admin/api/sign-in"],
      ["credential_refused", "/admin/orders.csv"],
      ["order_refused", "/orders/find/look-up"],
    ]);
    expect(JSON.stringify(lines())).not.toContain("mina");
  });

  test("a forged email link, by form and by query, without the number and the proof", async () => {
    const forged = new URLSearchParams({
      number: "ORD-20261121-AAAAAA",
      until: "1795944000",
      proof: "f".repeat(43),
    });
    await openLink(post("/orders/open", String(forged), { origin }));
    await openOldLink(new Request(`${origin}/orders/open?${forged}`, { headers: caller }));
    const line = { security: "link_refused", code: null, subject: null, caller: "203.0.113.7" };
    expect(lines()).toEqual([
      { ...line, method: "POST", route: "/orders/open" },
      { ...line, method: "GET", route: "/orders/open" },
    ]);
  });

  test("many forged links raise one alarm", async () => {
    const alarms = listenForAlarms();
    for (let at = 0; at < securityEvents.link_refused.alarmAt + 5; at += 1)
      await openLink(post("/orders/open", "", { origin }));
    expect(alarms()).toMatchObject([{ alarm: true, security: "link_refused" }]);
  });

  test("a walk through the pages of orders, and not what is no order number", async () => {
    const { default: OrderPage } = await import("@/app/(shop)/orders/[number]/page");
    const { default: SuccessPage } = await import("@/app/(shop)/success/page");
    const number = "ORD-20261121-AAAAAA";
    await expect(OrderPage({ params: Promise.resolve({ number }) })).rejects.toThrow("NEXT_REDIRECT");
    await expect(SuccessPage({ searchParams: Promise.resolve({ order_number: number }) })).rejects.toThrow(
      "NEXT_REDIRECT",
    );
    await expect(OrderPage({ params: Promise.resolve({ number: "x" }) })).rejects.toThrow("NEXT_HTTP_ERROR");
    const line = { security: "order_refused", code: "order_not_found", subject: null, caller: "203.0.113.7" };
    expect(lines()).toEqual([
      { ...line, method: "GET", route: "/orders/[number]" },
      { ...line, method: "GET", route: "/success" },
    ]);
  });

  test("a guess at somebody's payment, although a browser is answered with a page", async () => {
    const { payment } = await anAuthenticatedPayment();
    const query = new URLSearchParams({ paymentKey: "guess", orderId: payment.gatewayOrderId, amount: "1" });
    const response = await returnRoute(
      new Request(`${origin}/payments/toss/success?${query}`, { headers: caller }),
    );
    expect(response.status).toBe(303);
    expect(lines()).toMatchObject([{ security: "payment_proof_refused", code: "amount_mismatch" }]);
  });

  test("a limit names the budget that was spent, and its caller is not told", async () => {
    const route = handlers("POST", async () => {
      throw new Problem("too_many_requests", "Too often.", { budget: "desk-password" });
    });
    const response = await route.POST(post("/route", ""));
    expect(await response.text()).not.toContain("desk-password");
    expect(lines()).toMatchObject([{ security: "limit_reached", budget: "desk-password" }]);
  });
});

describe("a flood", () => {
  test("raises one alarm, and no second one", async () => {
    const alarms = listenForAlarms();
    for (let at = 0; at < 2 * securityEvents.signature_refused.alarmAt; at += 1)
      await refusing("invalid_signature").POST(post("/route", ""));
    expect(alarms()).toMatchObject([{ alarm: true, security: "signature_refused", seen: 20 }]);
  });

  test("writes a limited number of lines a minute, and the number left out", async () => {
    let elapsed = 0;
    useClock({
      now: () => new Date(),
      elapsed: () => elapsed,
      sleep: async () => {},
      random: (size) => randomBytes(size),
    });
    onTestFinished(() => useClock());
    const route = refusing("order_not_found");
    for (let at = 0; at < 320; at += 1) await route.POST(post("/route", ""));
    expect(lines()).toHaveLength(300);
    elapsed = 61_000;
    await securityLog.turn();
    expect(lines().at(-1)).toEqual({ security: "order_refused", left_out: 20 });
    await route.POST(post("/route", ""));
    expect(lines()).toHaveLength(302);
  });
});

test("a caller who disconnects while sending is no error of ours", async () => {
  const logged = vi.spyOn(log, "error");
  const operation = { method: "POST", path: "/x", status: 200, input: z.object({}), reply: z.object({}) };
  const route = endpoint(operation as unknown as Operation<z.ZodType, z.ZodType>, async () => ({ body: {} }));
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('{"a'));
      stream.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
    },
  });
  const init = { method: "POST", body, duplex: "half", headers: json } as RequestInit;
  expect((await route.POST(new Request(`${origin}/x`, init))).status).toBe(499);
  expect(logged).not.toHaveBeenCalled();
});

test("every 401 and 403 is a security event", () => {
  const told = new Set<string>(Object.values(securityEvents).flatMap(({ codes }) => [...codes]));
  const refusals = Object.entries(problems).filter(([, [status]]) => status === 401 || status === 403);
  expect(refusals.map(([code]) => code).filter((code) => !told.has(code))).toEqual([]);
});

test("every event is in the inventory, and the inventory has no other", () => {
  const inventory = readFileSync("docs/security-events.md", "utf8");
  const [, list = ""] = inventory.split("| event |");
  const named = [...list.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(securityEvents).toSorted());
  for (const { codes } of Object.values(securityEvents))
    for (const code of codes) expect(inventory).toContain(`\`${code}\``);
});
