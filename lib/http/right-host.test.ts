import { NextRequest } from "next/server";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { proxy } from "@/proxy";
import { listenForAlarms } from "@/testing/alarms";
import { letClockRun, stopClock, turnOurClock } from "@/testing/clock";
import { days } from "../clock";
import { Problem } from "../problem";
import { type Env, env } from "../settings/env";
import { handlers } from "./http";
import { forgetHosts, rightAddress } from "./right-host";

vi.mock("../settings/env", async (original) => ({ ...(await original<object>()), env: vi.fn() }));

const actual = (await vi.importActual<typeof import("../settings/env")>("../settings/env")).parseEnv({
  APP_URL: "https://shop.test",
  TWOTRACK_DEMO: "1",
});
const at = (more: Partial<Env> = {}) => vi.mocked(env).mockReturnValue({ ...actual, ...more });

beforeEach(() => {
  forgetHosts();
  at();
});

/** Requests a page as a browser or a proxy would. */
const ask = (host: string, path = "/", more: Record<string, string> = {}) =>
  rightAddress({ headers: new Headers({ host, ...more }), path });

test("a page under another host name redirects to the shop's own, with its path and query", () => {
  expect(ask("shop.test")).toBeUndefined();
  expect(ask("www.shop.test", "/products/tee?color=red")).toBe("https://shop.test/products/tee?color=red");
  expect(ask("203.0.113.9:3000", "/cart")).toBe("https://shop.test/cart");
});

test("another port or other letter case is not another name", () => {
  for (const host of ["shop.test", "SHOP.test", "shop.test:443", "shop.test:38443"])
    expect(ask(host)).toBeUndefined();
});

test("nobody is redirected to a host that somebody else chose", () => {
  ask("shop.test");
  for (const path of ["//evil.example/", "/\\evil.example", "/@evil.example"])
    expect(new URL(ask("www.shop.test", path) ?? "").origin).toBe("https://shop.test");
  expect(ask("evil.example")).toBe("https://shop.test/");
  for (const host of ["", "evil.example/x", "a b", "shop.test@evil.example", "["])
    expect(ask(host)).toBeUndefined();
});

test("behind a proxy that sends its own host name no page redirects to itself", () => {
  for (const host of ["127.0.0.1:3000", "shop:3000", "backend.internal"])
    for (let times = 0; times < 3; times += 1) expect(ask(host, "/cart")).toBeUndefined();
});

test("nor after a made-up header that this proxy lets pass", () => {
  at({ trustedProxies: 1 });
  expect(ask("backend.internal", "/", { "x-forwarded-host": "shop.test" })).toBeUndefined();
  expect(ask("backend.internal")).toBeUndefined();
});

test("the requested name counts from a trusted proxy, and from nobody else", () => {
  at({ trustedProxies: 1 });
  const through = (host: string) => ask("127.0.0.1:3000", "/", { "x-forwarded-host": host });
  expect(through("shop.test")).toBeUndefined();
  expect(through("www.shop.test")).toBe("https://shop.test/");
  // Anything before it was written by the visitor.
  expect(through("shop.test, www.shop.test")).toBe("https://shop.test/");
  at({ trustedProxies: 0 });
  forgetHosts();
  expect(ask("shop.test", "/", { "x-forwarded-host": "www.shop.test" })).toBeUndefined();
});

test("an address of this machine is left as it is, without a redirect", () => {
  at({ appUrl: "http://localhost:3000", ownOrigins: ["http://localhost:3000", "http://127.0.0.1:3000"] });
  expect(ask("localhost:3000")).toBeUndefined();
  expect(ask("192.168.0.10:3000")).toBeUndefined();
});

test("it is 308, and no browser caches it", () => {
  const page = (host: string) =>
    proxy(new NextRequest("http://127.0.0.1:3000/cart?x=1", { headers: { host } }));
  expect(page("shop.test").status).toBe(200);
  const led = page("www.shop.test");
  expect([led.status, led.headers.get("location"), led.headers.get("cache-control")]).toEqual([
    308,
    "https://shop.test/cart?x=1",
    "no-store",
  ]);
});

/** Presses a button on a page that was opened under this origin. */
const press = (origin: string, more: Record<string, string> = { "sec-fetch-site": "same-origin" }) =>
  handlers("POST", async () => {
    throw new Problem("origin_not_allowed", "No.");
  }).POST(new Request("http://127.0.0.1/orders", { method: "POST", headers: { origin, ...more } }));

test("a button refused on the shop's own page alarms the operator, once a day for each name", async () => {
  stopClock();
  onTestFinished(letClockRun);
  const alarms = listenForAlarms();
  await press("https://www.shop.test");
  await press("https://www.shop.test");
  await press("https://shop.test:8443", { host: "shop.test:8443" });
  expect(alarms()).toMatchObject([
    { alarm: true, origin: "https://www.shop.test", app_url: "https://shop.test" },
    { alarm: true, origin: "https://shop.test:8443" },
  ]);
  turnOurClock(days(1));
  await press("https://www.shop.test");
  expect(alarms()).toHaveLength(3);
});

test("another site's page raises no immediate alarm, and made-up names raise at most five a day", async () => {
  const alarms = listenForAlarms();
  await press("https://evil.example", { "sec-fetch-site": "cross-site", host: "evil.example" });
  await press("https://evil.example", { host: "shop.test" });
  await press("null");
  expect(alarms()).toEqual([]);
  for (let name = 0; name < 40; name += 1) await press(`https://${name}.test`);
  expect(alarms()).toHaveLength(5);
});
