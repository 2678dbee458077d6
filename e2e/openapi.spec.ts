import { call } from "@/components/api";
import { operations } from "@/lib/contracts";
import { expect, test } from "./fixtures";
import { descriptionOf } from "./kit/description";
import { examplesFor } from "./kit/examples";
import { expectChargedOnce } from "./kit/truth";
import { orderOf } from "./kit/wishes";

const json = { "content-type": "application/json" };

for (const operation of operations) {
  const { method, path, caller, problems } = operation;
  test(`${method} ${path} takes, answers and refuses what its contract says`, async ({ shopper, world }) => {
    const shop = world.apps[0].url;
    const description = await descriptionOf(shop);
    const takesKey = problems.includes("idempotency_key_reused");
    const examples = await examplesFor({ method, path }, shopper, world);
    for (const { input, headers } of examples) {
      description.expectInput(method, path, input);
      const key = takesKey && { "idempotency-key": crypto.randomUUID() };
      const ask = () =>
        method === "GET"
          ? fetch(`${shop}${path}?${new URLSearchParams(input as Record<string, string>)}`, { headers })
          : fetch(shop + path, {
              method,
              headers: { ...headers, ...json, ...key },
              body: JSON.stringify(input),
            });
      for (const replayed of [null, takesKey ? "true" : null]) {
        const response = await ask();
        expect(response.ok).toBe(true);
        expect(response.headers.get("idempotent-replayed")).toBe(replayed);
        await description.expectAnswer(method, path, response);
      }
    }

    // Refusals do not depend on what was done before.
    const [example] = examples;
    if (!example) throw new Error("There is no example.");
    const { input, headers } = example;
    const good = JSON.stringify(input);
    const evil = { cookie: await cookiesOf(shopper.request), origin: "https://evil.example" };
    const codeOf = async (init: RequestInit, query: object = {}) => {
      const search = method === "GET" ? `?${new URLSearchParams({ ...query })}` : "";
      const response = await fetch(shop + path + search, { method, ...init });
      return (await description.expectAnswer(method, path, response)).code;
    };

    if (caller === "owner")
      expect(await codeOf(method === "GET" ? {} : { headers: json, body: good }, input)).toBe(
        "order_not_found",
      );
    // A list may be asked for without any parameter.
    const refusal = operation.input.safeParse({}).success ? undefined : "invalid_request";
    if (method === "GET") return expect(await codeOf({ headers })).toBe(refusal);
    expect(await codeOf({ headers: { ...headers, ...json }, body: "{}" })).toBe("invalid_request");
    expect(await codeOf({ headers: { ...headers, ...json }, body: "{" })).toBe("invalid_json");
    expect(await codeOf({ headers, body: good })).toBe("unsupported_media_type");
    const huge = good.replace("{", `{${" ".repeat(65 * 1024)}`);
    expect(await codeOf({ headers: { ...headers, ...json }, body: huge })).toBe("body_too_large");
    const isShoppers = caller === "owner" || caller === "anybody";
    expect(await codeOf({ headers: { ...evil, ...json }, body: good })).toBe(
      isShoppers ? "origin_not_allowed" : "unauthorized",
    );
  });
}

test("another server sells with the client and an order's token alone", async ({ shopper, world }) => {
  const shop = world.apps[0].url;
  const description = await descriptionOf(shop);
  expect(description.api.servers).toEqual([{ url: shop }]);

  const idempotencyKey = crypto.randomUUID();
  const ordered = await call("POST /orders", orderOf(), { shop, idempotencyKey });
  if (!ordered.ok) throw new Error(ordered.trouble.code);
  const order = ordered.value;
  const asking = { shop, orderToken: order.access_token };
  const { order_number, order_name, amount } = order;
  const prepared = await call(
    "POST /payments/toss/ready",
    {
      order_number,
      order_name,
      amount,
      method: "CARD",
      success_url: `${shop}/success`,
      fail_url: `${shop}/fail`,
    },
    asking,
  );
  if (!prepared.ok) throw new Error(prepared.trouble.code);
  const approved = await shopper.approves(prepared.value);

  expect(await call("POST /payments/toss/confirm", approved, asking)).toMatchObject({
    ok: true,
    value: { status: "paid", amount },
  });
  expect(await call("GET /payments/status", { order_number }, asking)).toMatchObject({
    ok: true,
    value: { order: { status: "paid" }, captured: amount },
  });
  expect(await call("GET /payments/status", { order_number }, { shop })).toEqual({
    ok: false,
    trouble: expect.objectContaining({ code: "order_not_found" }),
  });
  await expectChargedOnce(world, order);
});

test("a declined card and an unknown answer match the description", async ({ shopper, world }) => {
  const shop = world.apps[0].url;
  const description = await descriptionOf(shop);
  const path = "/payments/toss/confirm";
  const token = description.api.components.securitySchemes.orderToken.name;
  const confirms = async (card: string | undefined, silent: boolean) => {
    const { order, approved } = await shopper.goesThroughTheWindow({}, card ? { card } : {});
    const { orderId } = approved;
    if (silent) {
      await world.emulator.webhooks.pause(true, orderId);
      await world.emulator.faults.add({ operation: "confirm", kind: "error_after", orderId });
    }
    const away = { operation: "look", kind: "away", times: null, orderId } as const;
    const silence = silent ? await world.emulator.faults.add(away) : undefined;
    const headers = { ...json, [token]: order.access_token };
    const response = await fetch(shop + path, { method: "POST", headers, body: JSON.stringify(approved) });
    const body = await description.expectAnswer("POST", path, response);
    if (silence) await world.emulator.faults.remove(silence.id);
    return { status: response.status, body, order };
  };

  const declined = await confirms("insufficient_balance", false);
  expect(declined).toMatchObject({ status: 402, body: { gateway_code: "REJECT_CARD_PAYMENT" } });

  const { status, body, order } = await confirms(undefined, true);
  expect({ status, body }).toMatchObject({ status: 202, body: { status: "confirming" } });
  await world.letPass(20_000);
  await expect.poll(() => shopper.standing(order)).toBe("paid");
});

test("a card at Stripe that is paid, declined, challenged or unknown matches the description", async ({
  shopper,
  world,
}) => {
  const shop = world.apps[0].url;
  const description = await descriptionOf(shop);
  const path = "/payments/stripe/confirm";
  const charges = async (card: string, away = false) => {
    const { order_number, access_token, payment } = await shopper.opensIntent();
    const orderId = payment.gateway_order_id;
    const fault = { operation: "any", kind: "away", times: null, orderId } as const;
    const trouble = away ? await world.stripe.faults.add(fault) : undefined;
    const response = await fetch(shop + path, {
      method: "POST",
      headers: { ...json, "order-token": access_token },
      body: JSON.stringify({ order_number, payment_method_id: card }),
    });
    if (trouble) await world.stripe.faults.remove(trouble.id);
    return { status: response.status, body: await description.expectAnswer("POST", path, response) };
  };

  expect(await charges("pm_card_visa")).toMatchObject({ status: 200, body: { payment: { status: "paid" } } });
  expect(await charges("pm_card_threeDSecure2Required")).toMatchObject({
    status: 200,
    body: { payment: { status: "requires_action" }, next_action: { type: "use_stripe_js" } },
  });
  expect(await charges("pm_card_chargeDeclined")).toMatchObject({
    status: 402,
    body: { code: "payment_declined", gateway_code: "generic_decline" },
  });
  expect(await charges("pm_card_visa", true)).toMatchObject({
    status: 202,
    body: { payment: { status: "confirming" } },
  });
});

/** The cookies this shopper's browser would send. */
async function cookiesOf(request: {
  storageState(): Promise<{ cookies: { name: string; value: string }[] }>;
}) {
  const { cookies } = await request.storageState();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
