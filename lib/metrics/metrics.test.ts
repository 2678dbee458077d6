import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GET, POST } from "@/app/metrics/route";
import { queueMail } from "@/db/mails";
import { writeSettlements } from "@/db/settlements";
import { transaction } from "@/db/store";
import { seedOrders } from "@/scripts/sample-orders";
import { seedSettlements } from "@/scripts/sample-orders/settlements";
import { turnOurClock } from "@/testing/clock";
import { fault, toss } from "@/testing/gateway";
import { anAuthenticatedPayment, anOrder, aPaidPayment, confirmWith } from "@/testing/makers";
import { settlementsOf } from "../answers/settlements";
import { minutes, now } from "../clock";
import { callPerson, needOf } from "../payments/engine/needs";
import { forgetPulse } from "../process/readiness";
import { monthBefore, seoulDate } from "../seoul";
import { env } from "../settings/env";
import { metrics } from "./registry";
import { open, routeOf, routes } from "./routes";
import { forgetScrape } from "./scrape";

const token = "a token of thirty-two characters";
beforeEach(() => {
  env().metricsToken = token;
  forgetScrape();
  forgetPulse();
  metrics().registry.resetMetrics();
});
afterEach(() => {
  env().metricsToken = undefined;
});

const settledIn = async (month: string) => (await settlementsOf(month, undefined)).body;

const ask = (authorization = `Bearer ${token}`) =>
  GET(new Request("http://localhost:3000/metrics", { headers: { authorization } }));
const read = async () => {
  forgetScrape();
  return (await ask()).text();
};

/** The value of a metric with these labels. */
const figure = (text: string, name: string, labels = "") => {
  const line = text.split("\n").find((known) => known.startsWith(`twotrack_${name}${labels} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
};

describe("the metrics address", () => {
  test("does not exist where no token is set", async () => {
    env().metricsToken = undefined;
    expect((await ask()).status).toBe(404);
    expect((await ask("")).status).toBe(404);
  });

  test("takes its token and nothing else", async () => {
    for (const wrong of ["", "Bearer ", `Bearer ${token}x`, token, "Basic YTpi"])
      expect((await ask(wrong)).status).toBe(401);
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await POST(new Request("http://localhost:3000/metrics", { method: "POST" }))).status).toBe(405);
  });
});

test("shows what is paid, declined, rejected, unknown and waiting, and for how long, and no personal data", async () => {
  const { order } = await aPaidPayment();
  const declined = await anAuthenticatedPayment();
  await fault("error", { operation: "confirm", times: 1, code: "REJECT_CARD_PAYMENT" });
  await confirmWith(declined.payment, declined.paymentKey);
  const rejected = await anAuthenticatedPayment();
  const mend = await fault("error", { operation: "confirm", times: 1, code: "UNAUTHORIZED_KEY" });
  await confirmWith(rejected.payment, rejected.paymentKey);
  await mend.mend();
  const silent = await anAuthenticatedPayment();
  await fault("malformed", { operation: "confirm" });
  await fault("away", { operation: "look" });
  await confirmWith(silent.payment, silent.paymentKey);
  await transaction(async (tx) => {
    await callPerson(tx, [needOf(silent.payment, "unanswered")], now());
    await queueMail(tx, { orderId: order.id, kind: "canceled", cause: "test", sendAt: now(), now: now() });
  });
  turnOurClock(minutes(10));

  const text = await read();
  const gateway = 'gateway="toss"';
  expect(figure(text, "payments_total", `{${gateway},outcome="paid",reason=""}`)).toBe(1);
  expect(figure(text, "payments_total", `{${gateway},outcome="declined",reason="REJECT_CARD_PAYMENT"}`)).toBe(
    1,
  );
  expect(figure(text, "payments_total", `{${gateway},outcome="rejected",reason=""}`)).toBe(1);
  expect(figure(text, "calls_pending")).toBe(1);
  expect(figure(text, "calls_pending_oldest_seconds")).toBeGreaterThanOrEqual(600);
  expect(figure(text, "calls_due_late_seconds")).toBeGreaterThan(0);
  expect(figure(text, "needs_open", '{reason="unanswered"}')).toBe(1);
  expect(figure(text, "letters", '{state="new"}')).toBeGreaterThanOrEqual(1);
  expect(figure(text, "letters_waiting_oldest_seconds")).toBeGreaterThanOrEqual(600);
  expect(figure(text, "ready")).toBe(1);
  expect(figure(text, "disk_free_bytes")).toBeGreaterThan(0);
  expect(figure(text, "database_most")).toBeGreaterThan(0);
  expect(text).toMatch(
    /gateway_call_seconds_count\{gateway="toss",operation="confirm",outcome="declined"\} 1/,
  );
  expect(text).toMatch(/gateway_call_seconds_count\{gateway="toss",operation="confirm",outcome="unknown_/);
  for (const secret of [
    order.customerName,
    order.customerEmail,
    order.number,
    order.id,
    silent.payment.id,
    silent.paymentKey,
    token,
  ])
    expect(text).not.toContain(secret);
  await toss.reset();
});

test("shows in how much the settlements differ from the books, and what nothing explains", async () => {
  await seedOrders(60, now());
  await seedSettlements(now());
  const month = monthBefore(seoulDate(now()).slice(0, 7));
  const labels = `{month="${month}",currency="KRW"}`;
  expect(figure(await read(), "settlement_remainder", labels)).toBe(0);
  const { rows } = await settledIn(month);
  await transaction((tx) => writeSettlements(tx, [rows[0]?.id ?? ""], { amount: 1 }));
  const text = await read();
  expect(figure(text, "settlement_remainder", labels)).toBe(0);
  expect(figure(text, "settlement_differences", '{name="amount_differs"}')).toBe(1);
  expect(text).toContain(
    'twotrack_settlement_finished_timestamp_seconds{gateway="toss",key_pair="widget",part="sold"}',
  );
});

test("reads the database once for a hundred scrapes at once, and again within seconds", async () => {
  await anOrder();
  const texts = await Promise.all(Array.from({ length: 100 }, async () => (await ask()).text()));
  const took = new Set(texts.map((text) => figure(text, "scrape_database_seconds")));
  expect(took.size).toBe(1);
});

describe("labels come from closed lists", () => {
  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return files(join(folder, entry.name));
      return /^(page\.tsx|route\.ts)$/.test(entry.name) ? [folder] : [];
    });

  test("each page and route of the shop has its name, and there is no other name", () => {
    const all = files("app")
      .map((folder) => folder.replace(/^app/, "").replaceAll(/\/\([\w-]+\)/g, "") || "/")
      .filter((route) => !route.includes("[..."));
    expect([...routes, ...open].toSorted()).toEqual([...new Set(all)].toSorted());
  });

  test.each([
    ["/orders/ORD-20261121-ABCDEF?token=secret", "/orders/[number]"],
    ["/orders/find", "/orders/find"],
    ["/products/cool-t-shirt", "/products/[slug]"],
    ["/_next/static/chunks/a.js", "/_next"],
    ["/emulators/toss/v2/standard", "/emulators"],
    ["/wp-login.php", "other"],
    ["/orders/a/b", "other"],
    ["/payments/nothing", "other"],
    ["//evil", "other"],
    ["", "other"],
  ])("%s is counted as %s", (url, route) => {
    expect(routeOf(url)).toBe(route);
  });
});

describe("the files for Prometheus and Grafana", () => {
  const made = () =>
    new Set(
      metrics()
        .registry.getMetricsAsArray()
        .map(({ name }) => name),
    );
  const named = (text: string) => [
    ...new Set([...text.matchAll(/\b(?:twotrack|nodejs|process)_\w+/g)].map(([name]) => name)),
  ];
  const base = (name: string) => name.replace(/_(bucket|count|sum)$/, "");

  test.each(["deploy/prometheus/alerts.yml", "deploy/grafana/twotrack.json"])(
    "%s names existing metrics",
    (path) => {
      const names = named(readFileSync(path, "utf8"));
      expect(names.length).toBeGreaterThan(15);
      expect(names.filter((name) => !made().has(name) && !made().has(base(name)))).toEqual([]);
    },
  );

  test("each rule links to a section of the runbook", () => {
    const rules = readFileSync("deploy/prometheus/alerts.yml", "utf8");
    const runbook = readFileSync("docs/runbook.md", "utf8");
    const sections = [...rules.matchAll(/runbook: docs\/runbook\.md#(\w+)/g)].map(([, name]) => name);
    expect(sections.length).toBe(rules.match(/- alert:/g)?.length);
    expect(sections.filter((name) => !runbook.includes(`\n## ${name}\n`))).toEqual([]);
  });

  test("the dashboard can be imported into Grafana", () => {
    const { title, panels, templating } = JSON.parse(readFileSync("deploy/grafana/twotrack.json", "utf8"));
    expect(title).toBe("Twotrack");
    expect(templating.list).toHaveLength(1);
    expect(panels.length).toBeGreaterThan(10);
    expect(new Set(panels.map(({ id }: { id: number }) => id)).size).toBe(panels.length);
  });
});
