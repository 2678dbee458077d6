import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { POST as makeOrder } from "@/app/orders/route";
import { POST as refundAtStripe } from "@/app/payments/stripe/refund/route";
import { POST as cancelAtToss } from "@/app/payments/toss/cancel/route";
import { POST as makeReady } from "@/app/payments/toss/ready/route";
import { orderByNumber } from "@/db/orders";
import { refundsOf } from "@/db/refunds";
import { idempotencyKeys, orders, payments } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { aKey, anOrder, aPaidPayment, aWish, shopUrls } from "@/testing/makers";
import { aPaidPage } from "@/testing/stripe-makers";
import { makeKey } from "../access/api-keys";
import { days, now } from "../clock";
import { accessToken } from "../orders/access";
import { refundOrVoid } from "../payments/refunds/refund-by-number";
import { erase } from "../payments/worker/reconcile";
import { env } from "../settings/env";
import { nameBrowser } from "./browser";
import { hashBody } from "./idempotency";

// All requests come from one address.
beforeAll(() => {
  env().rateLimitFactor = 0;
});

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

/** The cookie of a browser that has opened one of the shop's pages. */
const aBrowser = () => ({ cookie: nameBrowser().split(";")[0] ?? "" });

/** The cookies a browser keeps from a response and sends from then on. */
const cookiesOf = (response: Response) => ({
  cookie: response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; "),
});

describe("rule 24: the same key means the same thing", () => {
  test("an order: the second answer is the first one's, and says so", async () => {
    const [wish, mina] = [await aWish(), { ...aBrowser(), "idempotency-key": "cart-1" }];
    const first = await post(makeOrder, wish, mina);
    // The first response was lost: this browser has only the cookies it had before.
    const second = await post(makeOrder, wish, mina);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(await second.json()).toEqual(await first.json());
    expect(await db.select().from(orders)).toHaveLength(1);
  });

  test("although its fields come in another order", async () => {
    const { items, customer, currency } = await aWish();
    const mina = { ...aBrowser(), "idempotency-key": "cart-1" };
    const first = await post(makeOrder, { items, customer, currency }, mina);
    const second = await post(makeOrder, { currency, customer, items }, mina);
    expect((await second.json()).order_number).toBe((await first.json()).order_number);
  });

  test("with another body: refused, and nothing is made", async () => {
    const [wish, mina] = [await aWish(), { ...aBrowser(), "idempotency-key": "cart-1" }];
    await post(makeOrder, wish, mina);
    const other = await post(makeOrder, { ...wish, locale: "en" }, mina);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: "idempotency_key_reused" });
    expect(await db.select().from(orders)).toHaveLength(1);
  });

  test("a browser that lost its name but has the order gets the same answer", async () => {
    const [wish, key] = [await aWish(), { "idempotency-key": "cart-1" }];
    const first = await post(makeOrder, wish, { ...aBrowser(), ...key });
    const [orderCookie = ""] = cookiesOf(first).cookie.split("; ");
    for (const name of [{}, aBrowser()]) {
      const cookie = [orderCookie, ...Object.values(name)].join("; ");
      const again = await post(makeOrder, wish, { cookie, ...key });
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      const other = await post(makeOrder, { ...wish, locale: "en" }, { cookie, ...key });
      expect(await other.json()).toMatchObject({ code: "idempotency_key_reused" });
    }
    expect(await db.select().from(orders)).toHaveLength(1);
  });

  test("a caller without earlier cookies is known by those of its first answer", async () => {
    const [wish, key] = [await aWish(), { "idempotency-key": "cart-1" }];
    const first = await post(makeOrder, wish, key);
    const again = await post(makeOrder, wish, { ...cookiesOf(first), ...key });
    expect((await again.json()).access_token).toBe((await first.json()).access_token);
    // Its next order is a new one, even if that response is lost.
    const next = { ...cookiesOf(first), "idempotency-key": "cart-2" };
    const second = await post(makeOrder, wish, next);
    const repeat = await post(makeOrder, wish, next);
    expect((await repeat.json()).order_number).toBe((await second.json()).order_number);
  });

  test("the same cart in twenty tabs at once is one order", async () => {
    const [wish, mina] = [await aWish(), { ...aBrowser(), "idempotency-key": "cart-1" }];
    const all = await Promise.all(Array.from({ length: 20 }, () => post(makeOrder, wish, mina)));
    const numbers = await Promise.all(all.map(async (response) => (await response.json()).order_number));
    expect(new Set(numbers).size).toBe(1);
    expect(await db.select().from(orders)).toHaveLength(1);
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

  test.each(["", "k".repeat(256), "a\tb", "é"])("a malformed key is refused: %j", async (key) => {
    const response = await post(makeOrder, await aWish(), { "idempotency-key": key });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "invalid_request",
      errors: [{ field: "Idempotency-Key" }],
    });
    expect(await db.select().from(orders)).toEqual([]);
  });

  test("a key of 255 characters is accepted", async () => {
    expect((await post(makeOrder, await aWish(), { "idempotency-key": "k".repeat(255) })).status).toBe(201);
  });
});

describe("a key belongs to its caller: a stranger who sends the same", () => {
  const strangers = {
    "from a browser of their own": aBrowser,
    "without a cookie": () => ({}),
    "with a name that could be guessed": () => ({ cookie: "twotrack_browser=1" }),
  };
  const shoppers = { "a shopper in a browser": aBrowser, "a caller without cookies": () => ({}) };

  describe.each(Object.entries(shoppers))("as %s", (_, shopper) => {
    test.each(Object.entries(strangers))(
      "%s, key and body, gets nothing of their order",
      async (_, stranger) => {
        const wish = await aWish();
        const key = { "idempotency-key": "1" };
        const first = await (await post(makeOrder, wish, { ...shopper(), ...key })).json();
        const response = await post(makeOrder, wish, { ...stranger(), ...key });
        const answer = await response.json();
        expect(JSON.stringify(answer)).not.toContain(first.order_number);
        expect(JSON.stringify(answer)).not.toContain(first.access_token);
        const own = await orderByNumber(db, first.order_number);
        expect(response.headers.getSetCookie().join()).not.toContain(own?.id);
        expect(response.headers.get("idempotent-replayed")).toBeNull();
        if (response.status === 201) return;
        expect(answer).toMatchObject({ status: 409, code: "idempotency_key_in_use" });
        expect(response.headers.getSetCookie()).toEqual([]);
      },
    );

    test.each(Object.entries(strangers))(
      "%s, with a body of their own, gets an order of their own",
      async (_, stranger) => {
        const wish = await aWish();
        const key = { "idempotency-key": "1" };
        const first = await (await post(makeOrder, wish, { ...shopper(), ...key })).json();
        const theirs = { ...wish, customer: { ...wish.customer, name: "Junho" } };
        const response = await post(makeOrder, theirs, { ...stranger(), ...key });
        expect(response.status).toBe(201);
        expect((await response.json()).order_number).not.toBe(first.order_number);
      },
    );
  });

  test("what is stored of a browser's name opens nothing", async () => {
    const mina = aBrowser();
    const wish = await aWish();
    await post(makeOrder, wish, { ...mina, "idempotency-key": "1" });
    const [row] = await db.select().from(idempotencyKeys);
    const [, name = ""] = mina.cookie.split("=");
    expect(JSON.stringify(row)).not.toContain(name);
    const [, kept = ""] = row?.caller.split(":") ?? [];
    const thief = { cookie: `twotrack_browser=${kept}`, "idempotency-key": "1" };
    expect((await post(makeOrder, wish, thief)).headers.get("idempotent-replayed")).toBeNull();
  });
});

describe("a refund by API is requested once", () => {
  const wayBack = { toss: cancelAtToss, stripe: refundAtStripe };
  const paid = { toss: aPaidPayment, stripe: aPaidPage };

  test.each(["toss", "stripe"] as const)("through %s, so that it needs a key", async (gateway) => {
    const { order, payment } = await paid[gateway]();
    const { key } = await makeKey(
      { name: "Back office", scopes: ["refunds:write"] },
      { by: "operator", now: now() },
    );
    const authorization = `Bearer ${key}`;
    const body = { order_number: order.number, amount: 500, reason: "변심" };
    const without = await post(wayBack[gateway], body, { authorization });
    expect(without.status).toBe(400);
    expect(await without.json()).toMatchObject({
      code: "idempotency_key_required",
      errors: [{ field: "Idempotency-Key" }],
    });
    expect((await post(wayBack[gateway], body, {})).status).toBe(401);
    expect(await refundsOf(db, payment.id)).toEqual([]);

    const keyed = { authorization, "idempotency-key": "1" };
    const first = await post(wayBack[gateway], body, keyed);
    const again = await post(wayBack[gateway], body, keyed);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await refundsOf(db, payment.id)).toMatchObject([{ amount: 500, state: "done" }]);
  });

  test("its key is erased after ninety days, an order's never: one cart is one order", async () => {
    const { order } = await aPaidPayment();
    const office = { amount: 500, reason: "변심", actor: "key:key_1", address: "192.0.2.1" };
    const giveBack = () => refundOrVoid(order.number, "toss", { ...office, keyed: aKey("k") });
    const [wish, mina] = [await aWish(), { ...aBrowser(), "idempotency-key": "cart-1" }];
    const made = await (await post(makeOrder, wish, mina)).json();
    const { refund } = await giveBack();

    turnOurClock(days(89));
    await erase(now());
    expect(await giveBack()).toMatchObject({ replayed: true, refund: { id: refund?.id } });
    turnOurClock(days(2));
    await erase(now());
    expect((await giveBack()).replayed).toBe(false);
    const again = await (await post(makeOrder, wish, mina)).json();
    expect(again.order_number).toBe(made.order_number);
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

  test("does not depend on a secret of the shop's, so a rotation refuses no repeat", () => {
    const settings = env();
    const { refundAccountKeys, sessionSecrets } = settings;
    onTestFinished(() => {
      Object.assign(settings, { refundAccountKeys, sessionSecrets });
    });
    const body = { order_number: "ORD-1", refund_account: { bank: "20", account_number: "1002123456789" } };
    const before = hashBody(body);
    Object.assign(settings, {
      refundAccountKeys: [Buffer.alloc(32, "other")],
      sessionSecrets: ["x".repeat(32)],
    });
    expect(hashBody(body)).toBe(before);
    Object.assign(settings, { refundAccountKeys: [], sessionSecrets: [] });
    expect(hashBody(body)).toBe(before);
  });

  test("differs for another account, holder or number for a cash receipt", () => {
    for (const [name, one, other] of [
      ["account_number", "1002123456789", "1002123456788"],
      ["holder_name", "김미나", "김민아"],
      ["registration_number", "01012345678", "01012345679"],
    ] as const)
      expect(hashBody({ deep: [{ [name]: one }] })).not.toBe(hashBody({ deep: [{ [name]: other }] }));
  });

  test("does not reveal the account: too many others have the same hash", () => {
    const hashes = Array.from({ length: 3_000 }, (_, n) =>
      hashBody({ order_number: "ORD-1", account_number: `${1002_000_000_000 + n}` }),
    );
    expect(new Set(hashes).size).toBeLessThan(3_000);
    expect(new Set(hashes).size).toBeGreaterThan(2_000);
  });

  test("treats an undefined field as a missing one", () => {
    expect(hashBody({ a: 1, b: undefined })).toBe(hashBody({ a: 1 }));
  });
});

/** The value with its fields in a fixed order, as a second, different implementation. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { fields: fields.map(([name, inner]) => [name, sorted(inner)]) };
}
