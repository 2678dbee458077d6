import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { POST as makeOrder } from "@/app/orders/route";
import { POST as makeReady } from "@/app/payments/toss/ready/route";
import { orders, payments } from "@/db/schema";
import { db } from "@/db/store";
import { anOrder, aWish, shopUrls } from "@/testing/makers";
import { hashBody } from "./idempotency";
import { accessToken } from "./orders/access";

const post = (
  route: (request: Request) => Promise<Response>,
  body: object,
  headers: Record<string, string>,
) =>
  route(
    new Request("http://localhost:3000/", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  );

const readyBody = (order: { number: string; amount: number; name: string }) => ({
  order_number: order.number,
  amount: order.amount,
  order_name: order.name,
  method: "CARD",
  success_url: shopUrls.successUrl,
  fail_url: shopUrls.failUrl,
});

describe("rule 24: the same key is the same thing", () => {
  test("an order: the second answer is the first one's, and says so", async () => {
    const wish = await aWish();
    const first = await post(makeOrder, wish, { "idempotency-key": "cart-1" });
    const second = await post(makeOrder, wish, { "idempotency-key": "cart-1" });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(await second.json()).toEqual(await first.json());
    expect(await db.select().from(orders)).toHaveLength(1);
  });

  test("although its fields come in another order", async () => {
    const { items, customer, currency } = await aWish();
    const first = await post(makeOrder, { items, customer, currency }, { "idempotency-key": "cart-1" });
    const second = await post(makeOrder, { currency, customer, items }, { "idempotency-key": "cart-1" });
    expect((await second.json()).order_number).toBe((await first.json()).order_number);
  });

  test("with another body: refused, and nothing is made", async () => {
    const wish = await aWish();
    await post(makeOrder, wish, { "idempotency-key": "cart-1" });
    const other = await post(makeOrder, { ...wish, locale: "en" }, { "idempotency-key": "cart-1" });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: "idempotency_key_reused" });
    expect(await db.select().from(orders)).toHaveLength(1);
  });

  test("a refusal keeps nothing: the key is free for the request that is right", async () => {
    const wish = await aWish();
    const wrong = { ...wish, items: [{ sku: "NO-SUCH", quantity: 1 }] };
    expect((await post(makeOrder, wrong, { "idempotency-key": "cart-1" })).status).toBe(422);
    expect((await post(makeOrder, wish, { "idempotency-key": "cart-1" })).status).toBe(201);
  });

  test("an attempt: the same, and two orders may use the same key", async () => {
    const [mina, junho] = [await anOrder(), await anOrder()];
    const send = async (order: typeof mina) =>
      post(makeReady, readyBody(order), {
        "idempotency-key": "k",
        "order-token": await accessToken(order.id),
      });
    const first = await send(mina);
    const again = await send(mina);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await again.json()).payment.id).toBe((await first.json()).payment.id);
    expect((await send(junho)).headers.get("idempotent-replayed")).toBeNull();
    expect(await db.select().from(payments)).toHaveLength(2);
  });

  test("without a key, every request is its own", async () => {
    const wish = await aWish();
    await post(makeOrder, wish, {});
    await post(makeOrder, wish, {});
    expect(await db.select().from(orders)).toHaveLength(2);
  });

  test.each(["", "k".repeat(256), "a\tb", "é"])("a key that does not fit is refused: %j", async (key) => {
    const response = await post(makeOrder, await aWish(), { "idempotency-key": key });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "invalid_request",
      errors: [{ field: "Idempotency-Key" }],
    });
    expect(await db.select().from(orders)).toEqual([]);
  });

  test("a key of 255 characters fits", async () => {
    expect((await post(makeOrder, await aWish(), { "idempotency-key": "k".repeat(255) })).status).toBe(201);
  });
});

describe("the hash of a body", () => {
  const json = fc.jsonValue({ maxDepth: 3 });

  test("does not depend on the order of fields", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (body) => {
        const turned = Object.fromEntries(Object.entries(body).toReversed());
        expect(hashBody(turned)).toBe(hashBody(body));
      }),
    );
  });

  test("depends on everything else", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(hashBody(one) === hashBody(other)).toBe(same);
      }),
    );
    expect(hashBody([1, 2])).not.toBe(hashBody([2, 1]));
    expect(hashBody({ a: 1 })).not.toBe(hashBody({ a: "1" }));
    expect(hashBody({ a: { b: 1 } })).not.toBe(hashBody({ a: 1, b: 1 }));
  });

  test("cannot be found by guessing what was sent: it takes the shop's key, too", () => {
    const body = { account_number: "1002123456789" };
    const guessed = createHash("sha256").update(JSON.stringify(body)).digest("hex");
    expect(hashBody(body)).not.toBe(guessed);
  });

  test("takes a field that is undefined for one that is not there", () => {
    expect(hashBody({ a: 1, b: undefined })).toBe(hashBody({ a: 1 }));
  });
});

/** The same value with its fields in one order, written a second time and differently. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { fields: fields.map(([name, inner]) => [name, sorted(inner)]) };
}
