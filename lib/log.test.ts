import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { orders } from "@/db/schema";
import { transaction } from "@/db/store";
import { fault } from "@/testing/gateway";
import { anAuthenticatedPayment, anOrder, confirmWith } from "@/testing/makers";
import { log, withRequestId } from "./log";
import { env } from "./settings/env";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  log.level = "trace";
  vi.spyOn(Reflect.get(log, pino.symbols.streamSym), "write").mockImplementation((line) =>
    lines.push(String(line)),
  );
});
afterEach(() => {
  log.level = "silent";
  vi.restoreAllMocks();
});

test("a line is JSON, and names its request", () => {
  withRequestId("req-12345678", () => log.warn({ call: "pay_1:confirm:1" }, "no answer"));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, request_id: "req-12345678", call: "pay_1:confirm:1", msg: "no answer" },
  ]);
});

test("a failed query is logged without its values, which name the shopper", async () => {
  const order = await anOrder();
  await transaction((tx) => tx.insert(orders).values(order)).catch((error) =>
    log.error({ err: error }, "a request broke off"),
  );
  const [line = ""] = lines;
  expect(JSON.parse(line).err.message).toMatch(/unique|insert into/i);
  expect(JSON.parse(line).err.stack).toContain("\n    at ");
  for (const value of [order.customerName, order.customerEmail, order.customerPhone])
    expect(line).not.toContain(value);
});

test("a payment that goes wrong in every way is logged with codes and ids, without keys or names", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await fault("error", { operation: "confirm", times: 1, code: "UNAUTHORIZED_KEY" });
  await fault("malformed", { operation: "look", times: 1 });
  await confirmWith(payment, paymentKey);
  expect(lines.length).toBeGreaterThan(1);
  const secrets = [env().toss.pairs.widget?.secretKey, paymentKey, order.customerName, order.customerEmail];
  for (const secret of secrets) expect(lines.join("")).not.toContain(secret);
  expect(lines.join("")).toContain(payment.id);
});
