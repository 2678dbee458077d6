import { afterAll, describe, expect, test } from "vitest";
import { openToss, widgetKeys } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

const key = { "idempotency-key": "one-key-for-life" };
const status = async (paymentKey: string) => (await shop.look(paymentKey)).body.status;

async function disturbed(kind: string, more: Record<string, unknown> = {}) {
  const payment = await shop.buyer({ amount: 10_000 });
  const fault = await shop.fault({ operation: "confirm", kind, orderId: payment.orderId, ...more });
  const confirm = () => shop.confirm(payment, { "idempotency-key": payment.orderId });
  return { ...payment, fault, confirm };
}

/** A shop's server that sends a confirm and may disconnect before the answer. */
function leave(confirmation: { orderId: string; paymentKey: string; amount: number }, signal: AbortSignal) {
  return fetch(`${shop.url}/v1/payments/confirm`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${widgetKeys.secret}:`).toString("base64")}`,
      "idempotency-key": confirmation.orderId,
    },
    body: JSON.stringify(confirmation),
    signal,
  });
}

describe("the connection is dropped", () => {
  test("before acting: nothing happened, and the next call succeeds", async () => {
    const { paymentKey, confirm } = await disturbed("drop_before");
    await expect(confirm()).rejects.toThrow("fetch failed");
    expect(await status(paymentKey)).toBe("IN_PROGRESS");
    expect((await confirm()).body.status).toBe("DONE");
  });

  test("after acting: the money is taken, and the same key returns the answer", async () => {
    const { paymentKey, orderId, confirm } = await disturbed("drop_after");
    await expect(confirm()).rejects.toThrow("fetch failed");
    expect(await status(paymentKey)).toBe("DONE");
    expect((await confirm()).body.status).toBe("DONE");
    expect((await shop.requests(orderId)).map(({ acted }) => acted)).toEqual([true, false, false]);
  });

  test("for every call about one order while it is away, and for no other order", async () => {
    const { orderId, paymentKey, confirm } = await disturbed("away", { operation: "any", times: null });
    await expect(confirm()).rejects.toThrow("fetch failed");
    await expect(shop.look(paymentKey)).rejects.toThrow("fetch failed");
    await expect(shop.lookByOrder(orderId)).rejects.toThrow("fetch failed");
    expect((await shop.confirm(await shop.buyer(), key)).status).toBe(200);
    await shop.ask("DELETE", "/_control/faults");
    expect((await confirm()).body.status).toBe("DONE");
  });
});

describe("the answer is wrong", () => {
  test("500 after acting, replayed for the same key although the payment is DONE", async () => {
    const { paymentKey, orderId, confirm } = await disturbed("error_after");
    for (const _ of ["first", "again"]) {
      const { status, body } = await confirm();
      expect([status, body.code]).toEqual([500, "FAILED_INTERNAL_SYSTEM_PROCESSING"]);
    }
    expect(await status(paymentKey)).toBe("DONE");
    expect((await shop.requests(orderId))[0]).toMatchObject({
      acted: true,
      fault: "error_after",
      status: 500,
    });
  });

  test("an error code with its own status, without acting", async () => {
    const { paymentKey, confirm } = await disturbed("error", { code: "NOT_AVAILABLE_BANK" });
    const refused = await confirm();
    expect([refused.status, refused.body.code]).toEqual([403, "NOT_AVAILABLE_BANK"]);
    expect(await status(paymentKey)).toBe("IN_PROGRESS");
    expect((await confirm()).body.code).toBe("NOT_AVAILABLE_BANK");
  });

  test("409 in progress, once", async () => {
    const { confirm } = await disturbed("in_progress");
    expect((await confirm()).status).toBe(409);
    expect((await confirm()).status).toBe(200);
  });

  test("truncated JSON after acting", async () => {
    const { paymentKey, confirm } = await disturbed("malformed");
    await expect(confirm()).rejects.toThrow(SyntaxError);
    expect(await status(paymentKey)).toBe("DONE");
    expect((await confirm()).body.status).toBe("DONE");
  });

  test("an amount 1,000 won too high, once", async () => {
    const { paymentKey, confirm } = await disturbed("wrong_amount");
    expect((await confirm()).body.totalAmount).toBe(11_000);
    expect((await shop.look(paymentKey)).body.totalAmount).toBe(10_000);
  });
});

describe("the answer is late", () => {
  test("after a delay", async () => {
    const { confirm } = await disturbed("slow", { delay_ms: 30 });
    expect((await confirm()).body.status).toBe("DONE");
  });

  test("held after acting, until it is released", async () => {
    const { paymentKey, fault, confirm } = await disturbed("hold");
    const answer = confirm();
    await expect.poll(() => shop.holding(fault)).toBe(1);
    expect(await status(paymentKey)).toBe("DONE");
    await shop.ask("POST", `/_control/faults/${fault}/release`);
    expect((await answer).body.status).toBe("DONE");
    expect(await shop.holding(fault)).toBe(0);
  });

  test("held after acting, until the client disconnects", async () => {
    const { paymentKey, orderId, amount, fault, confirm } = await disturbed("hold");
    const impatient = new AbortController();
    const answer = leave({ paymentKey, orderId, amount }, impatient.signal);
    await expect.poll(() => shop.holding(fault)).toBe(1);
    impatient.abort();
    await expect(answer).rejects.toThrow("aborted");
    await expect.poll(() => shop.holding(fault)).toBe(0);
    expect((await confirm()).body.status).toBe("DONE");
    expect((await shop.requests(orderId)).filter(({ acted }) => acted)).toHaveLength(1);
  });

  test("held before acting, and carried out although the client has disconnected", async () => {
    const { paymentKey, orderId, amount, fault } = await disturbed("hold_before");
    const impatient = new AbortController();
    const answer = leave({ paymentKey, orderId, amount }, impatient.signal);
    await expect.poll(() => shop.holding(fault)).toBe(1);
    impatient.abort();
    await expect(answer).rejects.toThrow("aborted");
    expect(await status(paymentKey)).toBe("IN_PROGRESS");
    await shop.ask("POST", `/_control/faults/${fault}/release`);
    await expect.poll(() => status(paymentKey)).toBe("DONE");
  });

  test("held before acting: nothing happens until it is released", async () => {
    const { paymentKey, fault, confirm } = await disturbed("hold_before");
    const answer = confirm();
    await expect.poll(() => shop.holding(fault)).toBe(1);
    expect(await status(paymentKey)).toBe("IN_PROGRESS");
    await shop.ask("DELETE", `/_control/faults/${fault}`);
    expect((await answer).body.status).toBe("DONE");
  });
});

describe("a fault", () => {
  test("applies as often as set, and is listed with the remaining count", async () => {
    const { fault, confirm } = await disturbed("drop_before", { times: 2 });
    await expect(confirm()).rejects.toThrow();
    const { body } = await shop.ask<{ id: string; remaining: number }[]>("GET", "/_control/faults");
    expect(body.find(({ id }) => id === fault)).toMatchObject({
      kind: "drop_before",
      remaining: 1,
      holding: 0,
    });
    await expect(confirm()).rejects.toThrow();
    expect((await confirm()).status).toBe(200);
  });

  test("on `look` applies to both ways to retrieve a payment", async () => {
    const payment = await shop.buyer();
    await shop.fault({
      operation: "look",
      kind: "error",
      code: "UNKNOWN_ERROR",
      orderId: payment.orderId,
      times: 2,
    });
    expect((await shop.look(payment.paymentKey)).status).toBe(500);
    expect((await shop.lookByOrder(payment.orderId)).status).toBe(500);
    expect((await shop.look(payment.paymentKey)).status).toBe(200);
  });

  test("on a refund drops the connection after acting; the same key returns the answer", async () => {
    const payment = await shop.buyer();
    await shop.confirm(payment);
    await shop.fault({ operation: "cancel", kind: "drop_after", orderId: payment.orderId });
    await expect(shop.cancel(payment.paymentKey, {}, key)).rejects.toThrow();
    expect((await shop.cancel(payment.paymentKey, {}, key)).body).toMatchObject({ status: "CANCELED" });
  });

  test.each([
    ["of an unknown kind", { operation: "confirm", kind: "rain" }],
    ["on an unknown operation", { operation: "dance", kind: "slow" }],
    ["with an unknown code", { operation: "confirm", kind: "error", code: "OOPS" }],
    ["without the code it needs", { operation: "confirm", kind: "error" }],
  ])("%s is refused", async (_, order) => {
    expect((await shop.ask("POST", "/_control/faults", order)).status).toBe(400);
  });
});
