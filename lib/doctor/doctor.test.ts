import { createServer } from "node:tls";
import { createTranslator } from "next-intl";
import { expect, onTestFinished, test } from "vitest";
import { POST as proxyCheck } from "@/app/proxy-check/route";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { certificate, certificateKey } from "@/testing/certificate";
import { letClockRun, stopClock, turnOurClock } from "@/testing/clock";
import "@/testing/stripe";
import { minutes } from "../clock";
import { gateway, useGateways } from "../gateways";
import { apiVersion } from "../gateways/stripe/client";
import { watchCallers } from "../http/caller";
import { env } from "../settings/env";
import { certificateAt } from "./checks/certificate";
import { clockOf, gateways } from "./checks/gateways";
import { judge } from "./checks/proxy";
import { type Endpoint, judgeEndpoints, neededEvents } from "./checks/stripe-webhook";
import { type Check, type Finding, pass, type Said, warn } from "./finding";
import { diagnose, lastDiagnosis } from "./run";
import { askingNow } from "./seen";

watchCallers();

/** Changes settings for the duration of the test. */
function withSettings(given: Partial<ReturnType<typeof env>>) {
  const settings = env();
  const before = { ...settings };
  Object.assign(settings, given);
  onTestFinished(() => void Object.assign(settings, before));
}

const told = (found: Finding | Finding[] | undefined) =>
  [found ?? []].flat().map(({ is, says }) => `${is} ${says}`);
const patience = () => AbortSignal.timeout(20_000);

test("a check that fails stops no other check, and the last findings are stored", async () => {
  const broken: Check = {
    name: "mail",
    run: async () => {
      throw Object.assign(new Error("postgres://shop:secret@db"), { code: "ENOTFOUND" });
    },
  };
  const fine: Check = { name: "mode", run: async () => [pass("live_keys"), warn("secrets_several")] };
  const nothing: Check = { name: "pages", run: async () => undefined };
  const { lines } = await diagnose([fine, broken, nothing]);
  expect(lines).toEqual([
    { check: "mode", is: "pass", says: "live_keys" },
    { check: "mode", is: "warn", says: "secrets_several" },
    { check: "mail", is: "fail", says: "broke_off", with: { why: "ENOTFOUND" } },
  ]);
  expect((await lastDiagnosis())?.lines).toEqual(lines);
  await diagnose([fine]);
  expect((await lastDiagnosis())?.lines).toHaveLength(2);
});

test("every finding has words in both languages", () => {
  for (const [locale, messages] of [
    ["en", en],
    ["ko", ko],
  ] as const) {
    const t = createTranslator({ locale, messages, namespace: "doctor" });
    for (const [says, text] of Object.entries(messages.doctor.said)) {
      const names = [...text.matchAll(/\{(\w+)/g)].map(([, name = ""]) => [name, 2]);
      const words = t(`said.${says as Said}`, Object.fromEntries(names));
      expect(words).not.toMatch(/[{}]|doctor\./);
    }
  }
});

test("the emulators accept the shop's keys, and refuse other keys", async () => {
  expect(told(await gateways.run(patience()))).toEqual([
    ...["pass keys_good", "pass keys_good", "pass keys_good"],
    ...["pass clock_good", "pass clock_good"],
  ]);
  const { toss, stripe } = env();
  const wrong = { clientKey: "test_ck_wrong", secretKey: "test_sk_wrong" };
  withSettings({ toss: { ...toss, pairs: { api: wrong } }, stripe: { ...stripe, keys: undefined } });
  expect(told(await gateways.run(patience()))).toContain("fail keys_refused");
});

test("keys that may sell and not read settlements are a warning", async () => {
  const real = gateway("stripe");
  const refused = { is: "unknown", why: "setup", code: "permission_error" } as const;
  useGateways({
    stripe: {
      ...real,
      settlement: async (pair, wish, cursor) =>
        wish.part === "paid_out" ? refused : real.settlement(pair, wish, cursor),
    },
  });
  onTestFinished(() => useGateways());
  const found = [(await gateways.run(patience())) ?? []].flat();
  expect(found.filter(({ is }) => is !== "pass")).toEqual([
    {
      is: "warn",
      says: "settlements_refused",
      with: { gateway: "Stripe", keys: "STRIPE_…", why: "permission_error" },
    },
  ]);
});

test("a gateway that is away is one line, and no crash", async () => {
  const { toss, stripe } = env();
  withSettings({ toss: { ...toss, apiUrl: "http://127.0.0.1:1" }, stripe: { ...stripe, keys: undefined } });
  expect(new Set(told(await gateways.run(patience())))).toEqual(new Set(["fail gateway_silent"]));
});

test("clocks that differ are reported before signatures and codes fail", () => {
  expect([0, 4, -5, 29, 30, -3_600, Number.NaN].map((apart) => told(clockOf("Stripe", apart)))).toEqual([
    ["pass clock_good"],
    ["pass clock_good"],
    ["warn clock_off"],
    ["warn clock_off"],
    ["fail clock_off"],
    ["fail clock_off"],
    [],
  ]);
});

test("an untrusted certificate is reported, and so is a port where nothing listens", async () => {
  const server = createServer({ cert: certificate, key: certificateKey });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  expect(told(await certificateAt("localhost", port, patience()))).toEqual(["fail certificate_bad"]);
  await new Promise((resolve) => server.close(resolve));
  expect(told(await certificateAt("localhost", port, patience()))).toEqual(["fail unreached"]);
});

test("the shop shows how a request arrived only to itself, and only while it is fresh", async () => {
  stopClock();
  onTestFinished(letClockRun);
  const ask = (authorization: string) =>
    proxyCheck(
      new Request("http://127.0.0.1/proxy-check", {
        method: "POST",
        body: "x",
        headers: {
          authorization,
          host: "shop.test",
          "x-twotrack-caller": "203.0.113.7",
          "x-forwarded-for": "a",
        },
      }),
    );
  const asking = await askingNow();
  expect(await (await ask(asking)).json()).toEqual({
    caller: "203.0.113.7",
    host: "shop.test",
    forwarded: ["x-forwarded-for"],
  });
  for (const forged of ["", "Doctor", "Doctor 1.x", asking.slice(0, -1), asking.replace(/\d/, "9")])
    expect((await ask(forged)).status).toBe(404);
  turnOurClock(minutes(2));
  expect((await ask(asking)).status).toBe(404);
});

test("what the proxies report is judged by how many of them the shop trusts", () => {
  const seen = { caller: "198.51.100.4", host: "shop.test", forwarded: [] as string[] };
  const all = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];
  withSettings({ appUrl: "https://shop.test", trustedProxies: 1 });
  expect(told(judge({ ...seen, forwarded: all }))).toEqual(["pass proxy_good"]);
  expect(told(judge({ ...seen, caller: "203.0.113.99", forwarded: all }))).toEqual(["fail caller_forged"]);
  expect(told(judge({ ...seen, forwarded: ["x-forwarded-for"] }))).toEqual(["warn headers_missing"]);
  expect(told(judge({ ...seen, host: "127.0.0.1:3000", forwarded: all }))).toEqual(["warn host_hidden"]);
  withSettings({ trustedProxies: 0 });
  expect(told(judge({ ...seen, forwarded: all }))).toEqual(["fail proxy_unknown"]);
  // Next adds them if no proxy did.
  withSettings({ appUrl: "http://shop.test" });
  expect(told(judge({ ...seen, forwarded: all }))).toEqual(["pass proxy_good"]);
});

test("a webhook endpoint at Stripe must lead here, be enabled, and have every event in our API version", () => {
  withSettings({ appUrl: "https://shop.test" });
  const good: Endpoint = {
    url: "https://shop.test/webhooks/stripe",
    status: "enabled",
    enabled_events: neededEvents,
    api_version: apiVersion,
  };
  expect(told(judgeEndpoints([good]))).toEqual(["pass webhook_good"]);
  expect(told(judgeEndpoints([{ ...good, enabled_events: ["*"] }]))).toEqual(["pass webhook_good"]);
  expect(told(judgeEndpoints([{ ...good, url: "https://www.shop.test/webhooks/stripe" }]))).toEqual([
    "fail webhook_missing",
  ]);
  expect(told(judgeEndpoints([{ ...good, status: "disabled" }]))).toEqual(["fail webhook_disabled"]);
  expect(told(judgeEndpoints([{ ...good, status: "disabled" }, good]))).toEqual(["pass webhook_good"]);
  expect(
    told(judgeEndpoints([{ ...good, enabled_events: neededEvents.slice(1), api_version: null }])),
  ).toEqual(["fail webhook_events", "fail webhook_version"]);
});
