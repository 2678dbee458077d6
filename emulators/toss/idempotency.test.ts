import { afterAll, expect, test } from "vitest";
import { merchantAt, openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

const key = (value: string) => ({ "idempotency-key": value });

test("the same key returns the same answer, and the payment is made once", async () => {
  const payment = await shop.buyer();
  const first = await shop.confirm(payment, key("confirm-1"));
  const again = await shop.confirm(payment, key("confirm-1"));
  expect(again.body).toEqual(first.body);
  const log = await shop.requests(payment.orderId);
  expect(log.map(({ acted, replayed, status }) => ({ acted, replayed, status }))).toEqual([
    { acted: true, replayed: false, status: 200 },
    { acted: false, replayed: true, status: 200 },
  ]);
});

test("a key reused for another payment returns the first answer", async () => {
  const first = await shop.buyer();
  const second = await shop.buyer();
  await shop.confirm(first, key("shared"));
  const mistaken = await shop.confirm(second, key("shared"));
  expect(mistaken.body.orderId).toBe(first.orderId);
  expect((await shop.look(second.paymentKey)).body.status).toBe("IN_PROGRESS");
});

test("errors are replayed too, even when the cause is gone", async () => {
  const payment = await shop.buyer({ amount: 10_000 });
  await shop.confirm({ ...payment, amount: 9_000 }, key("wrong-first"));
  const replayed = await shop.confirm(payment, key("wrong-first"));
  expect([replayed.status, replayed.body.code]).toEqual([400, "INVALID_REQUEST"]);
  expect((await shop.confirm(payment, key("right-now"))).status).toBe(200);
});

test("the same key on another path or of another merchant is a different key", async () => {
  const [one, two] = [await shop.buyer(), await shop.buyer()];
  await shop.confirm(one);
  await shop.confirm(two);
  await shop.cancel(one.paymentKey, {}, key("refund"));
  expect((await shop.cancel(two.paymentKey, {}, key("refund"))).body.orderId).toBe(two.orderId);
  const docs = merchantAt(shop.url, "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6");
  expect((await docs.cancel(one.paymentKey, {}, key("refund"))).body.code).toBe("FORBIDDEN_REQUEST");
});

test("reads ignore the key", async () => {
  const payment = await shop.buyer();
  expect((await shop.look(payment.paymentKey, key("look"))).body.status).toBe("IN_PROGRESS");
  await shop.confirm(payment);
  expect((await shop.look(payment.paymentKey, key("look"))).body.status).toBe("DONE");
});

test("a second call gets 409 while the first is running", async () => {
  const payment = await shop.buyer();
  const fault = await shop.fault({ operation: "confirm", kind: "hold", orderId: payment.orderId });
  const first = shop.confirm(payment, key("running"));
  await expect.poll(() => shop.holding(fault)).toBe(1);
  const second = await shop.confirm(payment, key("running"));
  expect([second.status, second.body.code]).toEqual([409, "IDEMPOTENT_REQUEST_PROCESSING"]);
  await shop.ask("POST", `/_control/faults/${fault}/release`);
  expect((await first).body.status).toBe("DONE");
  expect((await shop.confirm(payment, key("running"))).body.status).toBe("DONE");
});

test("a key is kept for 15 days", async () => {
  const payment = await shop.buyer();
  await shop.confirm(payment, key("old"));
  await shop.turnClock(15 * 24 * 60 - 1);
  expect((await shop.confirm(payment, key("old"))).status).toBe(200);
  await shop.turnClock(1);
  expect((await shop.confirm(payment, key("old"))).body.code).toBe("NOT_FOUND_PAYMENT_SESSION");
});

test("a key has at most 300 characters", async () => {
  const payment = await shop.buyer();
  const refused = await shop.confirm(payment, key("k".repeat(301)));
  expect([refused.status, refused.body.code]).toEqual([400, "INVALID_IDEMPOTENCY_KEY"]);
  expect((await shop.confirm(payment, key("k".repeat(300)))).status).toBe(200);
});
