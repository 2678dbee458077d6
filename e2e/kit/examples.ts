import { browserCookie } from "@/lib/contracts/operation";
import type { World } from "../world";
import type { Shopper } from "./shopper";
import { attemptOf, orderOf } from "./wishes";

/** A valid request for every operation, from a shopper who is allowed to send it. */
type Example = { input: Record<string, unknown>; headers: Record<string, string> };

export async function examplesFor(
  { method, path }: { method: string; path: string },
  shopper: Shopper,
  world: World,
): Promise<Example[]> {
  if (method === "GET" && path === "/orders") return [await listExample(world)];
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { order_number, amount, access_token } = order;
  const headers = { "order-token": access_token };
  switch (path) {
    case "/orders": {
      const replaced = await shopper.orders();
      const input = orderOf({ replaces: replaced.order_number });
      // Another server has no pages: it sends a name of its own, so that a repeat of its request is recognized.
      const cookie = `${browserCookie}=${crypto.randomUUID()}`;
      return [
        { input, headers: { "order-token": replaced.access_token, cookie } },
        await linesExample(world),
      ];
    }
    case "/orders/cancel-request": {
      await shopper.confirms(approved);
      const refund_account = { bank: "20", account_number: "1002123456789", holder_name: "김민아" };
      return [{ input: { order_number, reason: "변심", refund_account }, headers }];
    }
    case "/payments/toss/ready":
      return [{ input: attemptOf(order, world.apps[0].url), headers }];
    case "/payments/toss/virtual-account": {
      const { order_number, access_token } = await shopper.orders();
      const cash_receipt = { type: "income_deduction", registration_number: "01012345678" };
      const input = { order_number, bank: "20", customer_name: "김민아", valid_hours: 24, cash_receipt };
      return [{ input, headers: { "order-token": access_token } }];
    }
    case "/payments/toss/confirm":
      return [
        { input: { payment_key: approved.paymentKey, order_number, amount }, headers },
        { input: { ...approved }, headers },
      ];
    case "/payments/stripe/checkout": {
      const { order_number, access_token } = await shopper.orders({ currency: "USD" });
      const [{ url }] = world.apps;
      const input = { order_number, success_url: `${url}/success`, cancel_url: `${url}/cart` };
      return [{ input, headers: { "order-token": access_token } }];
    }
    case "/payments/stripe/intent": {
      const { order_number, access_token } = await shopper.orders({ currency: "USD" });
      const input = { order_number, payment_method_id: "pm_card_visa" };
      return [{ input, headers: { "order-token": access_token } }];
    }
    case "/payments/stripe/confirm": {
      const { order_number, access_token } = await shopper.opensIntent();
      const [{ url }] = world.apps;
      const input = { order_number, payment_method_id: "pm_card_visa", return_url: `${url}/success` };
      return [{ input, headers: { "order-token": access_token } }];
    }
    case "/payments/stripe/verify": {
      const { order_number, access_token, payment_intent_id } = await shopper.opensIntent();
      const headers = { "order-token": access_token };
      return [
        { input: { order_number }, headers },
        { input: { payment_intent_id }, headers },
      ];
    }
    case "/payments/toss/cancel": {
      await shopper.confirms(approved);
      const authorization = `Bearer ${await world.apiKey("refunds:write")}`;
      const refund_account = { bank: "20", account_number: "1002123456789", holder_name: "김민아" };
      return [
        {
          input: { order_number, amount: 1_000, reason: "변심", refund_account },
          headers: { authorization },
        },
      ];
    }
    case "/payments/toss/refund-account": {
      const { order_number, access_token } = await shopper.paysTwiceByDeposit();
      const account = { bank: "20", account_number: "1002123456789", holder_name: "김민아" };
      return [{ input: { order_number, ...account }, headers: { "order-token": access_token } }];
    }
    case "/payments/capture": {
      const key = await world.apiKey("captures:write");
      const { order_number } = await shopper.holdsByIntent(key);
      const authorization = `Bearer ${key}`;
      return [{ input: { order_number, amount: 500 }, headers: { authorization } }];
    }
    case "/payments/stripe/refund": {
      const { order_number } = await shopper.paysByIntent();
      const authorization = `Bearer ${await world.apiKey("refunds:write")}`;
      return [
        { input: { order_number, amount: 500, reason: "Changed her mind" }, headers: { authorization } },
      ];
    }
    case "/settlements": {
      const authorization = `Bearer ${await world.apiKey("settlements:read")}`;
      const after = "2026-01-31.stl_0123456789abcdefghij";
      return [{ input: { month: "2026-01", after }, headers: { authorization } }];
    }
    case "/payments/status":
      return [
        { input: { order_number }, headers },
        { input: { order_number, wait: "20", since: "0" }, headers },
      ];
    default:
      throw new Error(`${path} is new: add a valid request for it to e2e/kit/examples.ts.`);
  }
}

/** An order that another server describes itself. */
async function linesExample(world: World): Promise<Example> {
  const [{ url }] = world.apps;
  const { customer, currency, locale } = orderOf();
  const lines = [
    { name: "수업료 11월", unit_price: 120_000, quantity: 1, sku: "class-11" },
    { name: "교재", unit_price: 15_000, quantity: 2 },
  ];
  const pages = { return_url: `${url}/success`, cancel_url: `${url}/cart` };
  const input = {
    customer,
    currency,
    locale,
    lines,
    reference: "A-1042",
    ...pages,
    expires_in_minutes: 60,
  };
  return { input, headers: { authorization: `Bearer ${await world.apiKey("orders:write")}` } };
}

async function listExample(world: World): Promise<Example> {
  const input = {
    status: "paid",
    created_from: "2026-01-01T00:00:00+09:00",
    created_before: "2026-02-01T00:00:00+09:00",
    after: "1767193200000.ord_0123456789abcdefghij",
  };
  return { input, headers: { authorization: `Bearer ${await world.apiKey("orders:read")}` } };
}
