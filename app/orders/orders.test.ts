import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { orderByNumber } from "@/db/orders";
import { productsBySku } from "@/db/products";
import { db } from "@/db/store";
import { makeKey } from "@/lib/access/api-keys";
import { minutes, now } from "@/lib/clock";
import type { ApiScope } from "@/lib/contracts/scopes";
import { findOwnOrder } from "@/lib/orders/access";
import { env } from "@/lib/settings/env";
import { turnOurClock } from "@/testing/clock";
import { anOrder, aPaidPayment, aProduct } from "@/testing/makers";
import { POST as open } from "./open/route";
import { GET as list, POST as order } from "./route";

// The server of a school sells lessons here. It has a key, and its lessons are on no shelf of this shop.

const mina = { name: "김민아", email: "mina@example.com", phone: "01012345678" };
const lesson = { name: "11월 수업료", unit_price: 120_000, quantity: 1 };
const book = { name: "교재", unit_price: 15_000, quantity: 2, sku: "TEE-COOL" };

const aKey = async (...scopes: ApiScope[]) =>
  (await makeKey({ name: "School", scopes }, { by: "operator", now: now() })).key;

const send = (body: object, key?: string, form: string = randomUUID()) =>
  order(
    new Request(`${env().appUrl}/orders`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": form,
        ...(key && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ customer: mina, currency: "KRW", ...body }),
    }),
  );

const listed = async (key: string, query: Record<string, string> = {}) => {
  const response = await list(
    new Request(`${env().appUrl}/orders?${new URLSearchParams(query)}`, {
      headers: { authorization: `Bearer ${key}` },
    }),
  );
  return response.json();
};

/** Presses the link, as the page it leads to does. */
const presses = (link: string) => {
  const url = new URL(link);
  const proof = new URLSearchParams(url.hash.slice(1));
  return open(
    new Request(`${env().appUrl}/orders/open`, {
      method: "POST",
      headers: { origin: env().appUrl },
      body: new URLSearchParams({
        number: url.pathname.split("/").at(-1) ?? "",
        ...Object.fromEntries(proof),
      }),
    }),
  );
};

describe("another server's order", () => {
  test("has its own names and prices, and takes nothing from this shop's shelf", async () => {
    const { sku, stock } = await aProduct({ sku: "TEE-COOL", stock: 1 });
    const response = await send({ lines: [lesson, book], reference: "A-1042" }, await aKey("orders:write"));
    expect(response.status).toBe(201);
    const made = await response.json();
    expect(made).toMatchObject({
      amount: 150_000,
      order_name: "11월 수업료 외 1건",
      items: [
        { sku: "LINE-1", name: "11월 수업료", quantity: 1, unit_price: 120_000 },
        { sku: "TEE-COOL", name: "교재", quantity: 2, unit_price: 15_000 },
      ],
    });
    const ordered = await orderByNumber(db, made.order_number);
    if (!ordered) throw new Error("There is no order.");

    await aPaidPayment(ordered);

    expect(await orderByNumber(db, made.order_number)).toMatchObject({ status: "paid", reference: "A-1042" });
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(stock);
  });

  test("is made once, however often it is sent", async () => {
    const key = await aKey("orders:write");
    const [first, again] = [
      await send({ lines: [lesson] }, key, "n-1"),
      await send({ lines: [lesson] }, key, "n-1"),
    ];
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const number = ({ order_number }: { order_number: string }) => order_number;
    expect(number(await again.json())).toBe(number(await first.json()));
    expect((await send({ lines: [book] }, key, "n-1")).status).toBe(422);
  });

  test.each([
    ["without a key", undefined, "unauthorized"],
    ["with a key that may only read", "orders:read", "forbidden"],
  ] as const)("is not made %s", async (_, scope, code) => {
    const response = await send({ lines: [lesson] }, scope && (await aKey(scope)));
    expect(await response.json()).toMatchObject({ code });
  });

  test("sends its shopper nowhere that the operator has not allowed", async () => {
    const key = await aKey("orders:write");
    for (const field of ["return_url", "cancel_url"])
      expect(
        await (await send({ lines: [lesson], [field]: "https://evil.example/" }, key)).json(),
      ).toMatchObject({ code: "redirect_not_allowed", errors: [{ field }] });
  });

  test.each([
    ["an amount too high to be exact", { unit_price: 1_000_000_000, quantity: 2 }, "lines"],
    ["a discount", { unit_price: -1_000 }, "lines.0.unit_price"],
    ["a name that nobody sees", { name: " \u3164 " }, "lines.0.name"],
    ["a name of a page", { name: "x".repeat(101) }, "lines.0.name"],
  ])("is refused with %s", async (_, differs, field) => {
    const response = await send({ lines: [{ ...lesson, ...differs }] }, await aKey("orders:write"));
    expect(await response.json()).toMatchObject({ code: "invalid_request", errors: [{ field }] });
  });
});

describe("its link", () => {
  test("opens that order in the browser it is opened in, and no other order", async () => {
    const key = await aKey("orders:write");
    const [made, other] = [
      await (await send({ lines: [lesson] }, key)).json(),
      await (await send({ lines: [book] }, key)).json(),
    ];

    const opened = await presses(made.checkout_url);

    expect(opened.status).toBe(303);
    expect(opened.headers.get("location")).toBe(`/pay/${made.order_number}`);
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(await findOwnOrder(made.order_number, new Headers({ cookie }))).toMatchObject({ access: "owner" });
    expect(await findOwnOrder(other.order_number, new Headers({ cookie }))).toBeUndefined();
    const forged = made.checkout_url.replace(made.order_number, other.order_number);
    expect((await presses(forged)).headers.get("set-cookie")).toBeNull();
  });

  test("ends with the order's time", async () => {
    const made = await (
      await send({ lines: [lesson], expires_in_minutes: 60 }, await aKey("orders:write"))
    ).json();
    turnOurClock(minutes(59));
    expect((await presses(made.checkout_url)).headers.get("set-cookie")).not.toBeNull();
    turnOurClock(minutes(2));
    expect((await presses(made.checkout_url)).headers.get("set-cookie")).toBeNull();
  });
});

describe("the list of orders", () => {
  test("has every order once, newest first, by status and time", async () => {
    const reader = await aKey("orders:read");
    const since = now().toISOString();
    await send({ lines: [lesson], reference: "A-1" }, await aKey("orders:write"));
    turnOurClock(minutes(1));
    const { order: paid } = await aPaidPayment();
    turnOurClock(minutes(1));
    const until = now().toISOString();
    await anOrder();

    const all = await listed(reader, { created_from: since });
    expect(all.orders).toHaveLength(3);
    expect(all.orders[1]).toMatchObject({ order_number: paid.number, status: "paid", refunded: 0 });
    expect(all.orders[2]).toMatchObject({ reference: "A-1", status: "open", paid_at: null });
    expect(all.next).toBeNull();
    expect((await listed(reader, { created_from: since, created_before: until })).orders).toHaveLength(2);
    expect((await listed(reader, { created_from: since, status: "paid" })).orders).toHaveLength(1);
  });
});
