import { describe, expect, test } from "vitest";
import type { Order } from "@/db/schema";
import { turnOurClock } from "@/testing/clock";
import { fault } from "@/testing/gateway";
import { anAttempt, anAuthenticatedPayment, anOrder, aPaidPayment, confirmWith } from "@/testing/makers";
import { days, hours, now } from "../clock";
import { sign } from "../signing/secret";
import { accessToken, awaitsProof, findOwnOrder, ownOrderIds, rememberOrder, rememberReturn } from "./access";
import { erasePersonOf } from "./erase";
import { ownAttempt, ownOrderForWriting } from "./own";
import { statusOf } from "./status";
import { viewOrder } from "./view";

const withCookie = (...setCookies: string[]) =>
  new Headers({ cookie: setCookies.map((cookie) => cookie.split(";")[0]).join("; ") });
const contentOf = (setCookie: string) => setCookie.split(";")[0]?.split("=")[1] ?? "";

describe("an order opens for its shopper", () => {
  test("by its token in a header", async () => {
    const order = await anOrder();
    const headers = new Headers({ "order-token": await accessToken(order.id) });
    expect(await findOwnOrder(order.number, headers)).toMatchObject({
      order: { id: order.id },
      access: "owner",
      byCookie: false,
    });
  });

  test("by the cookie of the browser that made it, which no script can read", async () => {
    const order = await anOrder();
    const cookie = await rememberOrder(order, null);
    expect(cookie).toMatch(/; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
    expect(await findOwnOrder(order.number, withCookie(cookie))).toMatchObject({
      access: "owner",
      byCookie: true,
    });
  });

  test("together with the browser's others, the twenty newest of them", async () => {
    const made = [];
    let cookie: string | null = null;
    for (let n = 0; n < 22; n += 1) {
      const order = await anOrder();
      made.push(order);
      const header: string | null = cookie && (cookie.split(";")[0] ?? null);
      cookie = await rememberOrder(order, header);
    }
    const headers = withCookie(cookie ?? "");
    const seen = await Promise.all(made.map((order) => findOwnOrder(order.number, headers)));
    expect(seen.map(Boolean)).toEqual(made.map((_, n) => n >= 2));
    expect(cookie?.length).toBeLessThan(4_096);
  });

  test("by a token for this order alone, and this shop's secret", async () => {
    const [mina, junho] = [await anOrder(), await anOrder()];
    const token = await accessToken(mina.id);
    expect(token).toMatch(/^[a-z\d]{3,4}[\w-]{43}$/);
    expect(await findOwnOrder(junho.number, new Headers({ "order-token": token }))).toBeUndefined();
  });
});

describe("access to an order ends", () => {
  const owner = (token: string) => new Headers({ "order-token": token });
  const opens = async (order: Order, headers: Headers) =>
    (await findOwnOrder(order.number, headers)) !== undefined;

  test("after 180 days, and finding the order again starts anew", async () => {
    const order = await anOrder();
    const token = await accessToken(order.id);
    const cookie = withCookie(await rememberOrder(order, null));
    turnOurClock(days(180));
    for (const headers of [owner(token), cookie]) expect(await opens(order, headers)).toBe(true);
    expect(await ownOrderIds(cookie)).toEqual([order.id]);
    turnOurClock(days(2));
    for (const headers of [owner(token), cookie]) expect(await opens(order, headers)).toBe(false);
    expect(await ownOrderIds(cookie)).toEqual([]);
    expect(await opens(order, withCookie(await rememberOrder(order, null)))).toBe(true);
  });

  test("and nobody can move the end", async () => {
    const order = await anOrder();
    const token = await accessToken(order.id);
    const proof = token.slice(-43);
    for (const moved of [`zzzz${proof}`, `${token.slice(0, -43)}0${proof}`, proof, `-1${proof}`])
      expect(await opens(order, owner(moved))).toBe(false);
  });

  test("180 days after its order was made, for a token of an earlier release", async () => {
    const order = await anOrder();
    const token = await sign(`order ${order.id}`);
    expect(await opens(order, owner(token))).toBe(true);
    turnOurClock(days(181));
    expect(await opens(order, owner(token))).toBe(false);
  });

  test("when its person is erased, whatever the browser has of it", async () => {
    const { order } = await aPaidPayment();
    const token = await accessToken(order.id);
    expect(await opens(order, owner(token))).toBe(true);
    expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "erased" });
    for (const headers of [
      owner(token),
      withCookie(await rememberReturn(order)),
      owner(await accessToken(order.id)),
    ])
      expect(await opens(order, headers)).toBe(false);
  });
});

describe("somebody else's order is not found", () => {
  test.each(["", "x", "a".repeat(43), "가".repeat(43), `${"a".repeat(43)}\u00e9`])(
    "with a made-up token: %j",
    async (token) => {
      const order = await anOrder();
      const headers = { get: (name: string) => (name === "order-token" ? token : null) };
      expect(await findOwnOrder(order.number, headers)).toBeUndefined();
    },
  );

  test("with a wrong token beside a right cookie", async () => {
    const order = await anOrder();
    const headers = withCookie(await rememberOrder(order, null));
    headers.set("order-token", "wrong");
    expect(await findOwnOrder(order.number, headers)).toBeUndefined();
  });

  test("with forged cookies", async () => {
    const [mina, junho] = [await anOrder(), await anOrder()];
    const token = await accessToken(junho.id);
    const until = Date.now() + hours(1);
    const proof = contentOf(await rememberReturn(junho)).split("~")[2];
    const forged = [
      `twotrack_orders=${mina.id}~${token}`,
      `twotrack_orders=${mina.id}`,
      `twotrack_orders=${mina.id}~`,
      `twotrack_orders=~${token}.${mina.id}~x`,
      `twotrack_returned=${mina.id}~${until}~${proof}`,
      `twotrack_returned=${mina.id}~${until}~`,
      `twotrack_returned=${mina.id}~NaN~x`,
      `twotrack_returned=${mina.id}`,
      "twotrack_orders",
      "=;=;;",
    ];
    for (const cookie of forged)
      expect(await findOwnOrder(mina.number, new Headers({ cookie }))).toBeUndefined();
  });

  test("with the token of a return instead of the owner's", async () => {
    const order = await anOrder();
    const [, , proof] = contentOf(await rememberReturn(order)).split("~");
    const headers = new Headers({ cookie: `twotrack_orders=${order.id}~${proof}` });
    expect(await findOwnOrder(order.number, headers)).toBeUndefined();
  });

  test("and looks the same as an order that does not exist", async () => {
    const order = await anOrder();
    const of = (number: string) => ownOrderForWriting(number, new Headers());
    const [there, nowhere] = await Promise.allSettled([of(order.number), of("ORD-20260101-NOBODY")]);
    expect(there).toEqual(nowhere);
    expect(there).toMatchObject({ reason: { code: "order_not_found" } });
  });
});

describe("a browser in which a payment returned", () => {
  test("sees number, amount and state for an hour, and no personal or card data", async () => {
    const { order } = await aPaidPayment();
    const headers = withCookie(await rememberReturn(order));
    const own = await statusOf(order.number, headers);
    expect(own).toMatchObject({ access: "returned", status: { order: { status: "paid", amount: 29_000 } } });
    expect(own?.status.payments).toMatchObject([{ card: null, receipt_url: null }]);
    const view = await viewOrder(order.number, headers.get("cookie"));
    expect(view).toMatchObject({ items: [], customer: null, shippingAddress: null, timeline: [] });
    expect(JSON.stringify(view)).not.toContain("mina@example.com");
  });

  test("sees nothing before the gateway accepted the payment key that it brought", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const held = await fault("hold", { operation: "confirm", times: 1 });
    const asking = confirmWith(payment, paymentKey);
    await expect.poll(held.holding).toBe(1);
    const headers = withCookie(await rememberReturn(order, { paymentId: payment.id, paymentKey }));
    expect(await findOwnOrder(order.number, headers)).toBeUndefined();
    expect(await awaitsProof(order.number, headers)).toBe(true);
    const other = { paymentId: payment.id, paymentKey: "made-up" };
    const strangers = withCookie(await rememberReturn(order, other));
    expect(await awaitsProof(order.number, strangers)).toBe(false);
    await held.release();
    await asking;
    expect(await findOwnOrder(order.number, headers)).toMatchObject({ access: "returned" });
    expect(await awaitsProof(order.number, headers)).toBe(false);
    expect(await findOwnOrder(order.number, strangers)).toBeUndefined();
  });

  test("sees nothing when the gateway does not know the key", async () => {
    const { order, payment } = await anAuthenticatedPayment();
    const headers = withCookie(await rememberReturn(order, { paymentId: payment.id, paymentKey: "made-up" }));
    await confirmWith(payment, "made-up");
    expect(await findOwnOrder(order.number, headers)).toBeUndefined();
    expect(await awaitsProof(order.number, headers)).toBe(false);
  });

  test("sees nothing after that hour", async () => {
    const { order } = await aPaidPayment();
    const headers = withCookie(await rememberReturn(order));
    turnOurClock(hours(1));
    expect(await findOwnOrder(order.number, headers)).toMatchObject({ access: "returned" });
    turnOurClock(1);
    expect(await findOwnOrder(order.number, headers)).toBeUndefined();
  });

  test("cannot extend its hour", async () => {
    const order = await anOrder();
    const [id, until, proof] = contentOf(await rememberReturn(order)).split("~");
    const later = Number(until) + hours(1);
    const headers = new Headers({ cookie: `twotrack_returned=${id}~${later}~${proof}` });
    expect(await findOwnOrder(order.number, headers)).toBeUndefined();
  });

  test("may look and not pay", async () => {
    const { order, payment } = await anAttempt();
    const headers = withCookie(await rememberReturn(order));
    headers.set("origin", "http://localhost:3000");
    await expect(ownOrderForWriting(order.number, headers)).rejects.toMatchObject({
      code: "order_not_found",
    });
    await expect(ownAttempt({ orderId: payment.gatewayOrderId }, headers)).rejects.toMatchObject({
      code: "order_not_found",
    });
  });
});

describe("a write with a cookie", () => {
  test.each([
    ["from the shop's own page", "http://localhost:3000", true],
    ["from the same shop by its other name", "http://127.0.0.1:3000", true],
    ["from another site", "https://evil.example", false],
    ["from another port of this machine", "http://localhost:3001", false],
    ["from nowhere", "null", false],
    ["without saying from where", undefined, false],
  ])("%s", async (_, origin, allowed) => {
    const order = await anOrder();
    const headers = withCookie(await rememberOrder(order, null));
    if (origin) headers.set("origin", origin);
    const writing = ownOrderForWriting(order.number, headers);
    if (allowed) expect(await writing).toMatchObject({ id: order.id });
    else await expect(writing).rejects.toMatchObject({ code: "origin_not_allowed" });
  });

  test("with a token needs no origin", async () => {
    const order = await anOrder();
    const headers = new Headers({ "order-token": await accessToken(order.id) });
    expect(await ownOrderForWriting(order.number, headers)).toMatchObject({ id: order.id });
  });
});

test("a confirm names an attempt by the gateway's order id, or by the order and the key", async () => {
  const { order, payment } = await anAttempt();
  const headers = new Headers({ "order-token": await accessToken(order.id) });
  const named = { order_number: order.number, payment_key: "k" };
  expect(await ownAttempt(named, headers)).toMatchObject({ id: payment.id });
  expect(await ownAttempt({ orderId: payment.gatewayOrderId }, headers)).toMatchObject({ id: payment.id });
  const bare = await anOrder();
  const bareHeaders = new Headers({ "order-token": await accessToken(bare.id) });
  await expect(
    ownAttempt({ order_number: bare.number, payment_key: "k" }, bareHeaders),
  ).rejects.toMatchObject({ code: "payment_not_open" });
  await expect(ownAttempt({ orderId: "ORD-20260101-NOBODY-1" }, headers)).rejects.toMatchObject({
    code: "order_not_found",
  });
});
