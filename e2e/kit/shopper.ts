import { randomUUID } from "node:crypto";
import { type APIRequestContext, type APIResponse, expect } from "playwright/test";
import type { Reply } from "@/components/api";
import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Choice, Emulator } from "../../testing/toss-emulator";
import { attemptOf, type Ordering, orderOf } from "./wishes";

export type Order = Reply<"POST /orders">;
type Ready = Reply<"POST /payments/toss/ready">;
type Status = Reply<"GET /payments/status">;

/** What a payment window hands to the shop: Toss's three parameters for a payment the shopper approved. */
export type Approved = { paymentKey: string; orderId: string; amount: number };

/** What the gateway is given other than by our page, and what is chosen in its window. */
type InWindow = Choice & { amount?: number; card?: string };

export type Shopper = ReturnType<typeof shopperWith>;

/** A shopper without pages: keeps cookies like a browser and sends what our pages send. */
export function shopperWith(request: APIRequestContext, emulator: Emulator, shopUrl: string) {
  const post = (path: string, data: unknown, headers: Record<string, string> = {}) =>
    request.post(path, { data, headers: { origin: shopUrl, ...headers } });

  const asksForOrder = ({ cart = randomUUID(), ...ordering }: Ordering = {}) =>
    post("/orders", orderOf(ordering), { "idempotency-key": cart });

  const orders = async (ordering?: Ordering) => answer<Order>(await asksForOrder(ordering), 201);

  const asksToPay = (order: Order, changes: object = {}) =>
    post("/payments/toss/ready", { ...attemptOf(order, shopUrl), ...changes });

  const getsReady = async (order: Order, method: PaymentMethod = "CARD") =>
    answer<Ready>(await asksToPay(order, { method }), 201);

  /** Opens the gateway's window for an attempt and leaves it open. */
  const opensWindow = async ({ toss }: Ready, changes: InWindow = {}): Promise<Approved> => {
    const { paymentKey, orderId, amount } = await emulator.payments.open({
      orderId: toss.order_id,
      orderName: toss.order_name,
      amount: toss.amount.value,
      successUrl: toss.success_url,
      failUrl: toss.fail_url,
      authenticate: false,
      ...changes,
    });
    return { paymentKey, orderId, amount };
  };

  /** Opens the window and approves there. The shop is not notified yet. */
  const approves = async (ready: Ready, changes?: InWindow) => {
    const opened = await opensWindow(ready, changes);
    await emulator.payments.authenticate(opened.paymentKey);
    return opened;
  };

  /** From the shelf to just before the shop learns of the approval. */
  const goesThroughTheWindow = async (
    ordering?: Ordering,
    changes?: InWindow,
    method: PaymentMethod = "CARD",
  ) => {
    const order = await orders(ordering);
    return { order, approved: await approves(await getsReady(order, method), changes) };
  };

  const asksForPage = ({ order_number }: Pick<Order, "order_number">, changes: object = {}) =>
    post("/payments/stripe/checkout", {
      order_number,
      success_url: `${shopUrl}/success`,
      cancel_url: `${shopUrl}/cart`,
      ...changes,
    });

  /** A Stripe page, opened as our order sheet opens it. */
  const opensPage = async (order: Order) =>
    answer<Reply<"POST /payments/stripe/checkout">>(await asksForPage(order), 201);

  /** An order in dollars with an intent that waits for a card. */
  const opensIntent = async () => {
    const order = await orders({ currency: "USD" });
    const { order_number } = order;
    const intent = await answer<Reply<"POST /payments/stripe/intent">>(
      await post("/payments/stripe/intent", { order_number }),
      201,
    );
    return { ...order, ...intent };
  };

  /** Charges a card from the shop's server, as an API caller does. */
  const charges = ({ order_number }: Pick<Order, "order_number">, payment_method_id = "pm_card_visa") =>
    post("/payments/stripe/confirm", { order_number, payment_method_id });

  const returnsFromStripe = (query: { session_id: string } | { payment_intent: string }) =>
    request.get("/payments/stripe/success", { params: query, maxRedirects: 0 });

  /** An order paid by card into whose account a deposit arrived all the same: that money waits for a refund account. */
  const paysTwiceByDeposit = async () => {
    const asked: Choice = { method: "VIRTUAL_ACCOUNT", bank: "88", customerName: "김민아" };
    const { order, approved } = await goesThroughTheWindow({}, asked);
    await returns(approved);
    const byCard = await approves(await getsReady(order));
    // The shop closes the account once the card is charged; the deposit arrives first.
    const closing = { operation: "cancel", kind: "hold_before", orderId: approved.orderId } as const;
    const { id } = await emulator.faults.add(closing);
    await answer(await post("/payments/toss/confirm", byCard), 200);
    await emulator.payments.deposit(approved.paymentKey);
    await emulator.faults.remove(id);
    await expect.poll(async () => (await status(order)).next.action).toBe("name_account");
    return order;
  };

  /** An order in dollars that is paid. */
  const paysByIntent = async () => {
    const order = await opensIntent();
    const { order_number } = order;
    await answer(
      await post("/payments/stripe/confirm", { order_number, payment_method_id: "pm_card_visa" }),
      200,
    );
    return order;
  };

  /** An order whose card is only held, as another server with this API key asked for. */
  const holdsByIntent = async (key: string) => {
    const order = await orders({ currency: "USD" });
    const { order_number } = order;
    const wish = { order_number, capture_method: "manual" };
    await answer(await post("/payments/stripe/intent", wish, { authorization: `Bearer ${key}` }), 201);
    await answer(await charges(order), 200);
    return order;
  };

  /** The request of a browser that the gateway sends back. */
  const returns = (approved: Approved, options: { method?: string; headers?: Record<string, string> } = {}) =>
    request.fetch("/payments/toss/success", {
      params: { ...approved, paymentType: "NORMAL" },
      maxRedirects: 0,
      ...options,
    });

  const asksForStatus = ({ order_number }: Pick<Order, "order_number">) =>
    request.get("/payments/status", { params: { order_number } });

  const status = async (order: Order) => answer<Status>(await asksForStatus(order), 200);

  return {
    request,
    url: shopUrl,
    post,
    asksForOrder,
    orders,
    asksToPay,
    getsReady,
    opensWindow,
    approves,
    goesThroughTheWindow,
    asksForPage,
    opensPage,
    opensIntent,
    paysByIntent,
    holdsByIntent,
    paysTwiceByDeposit,
    charges,
    returnsFromStripe,
    returns,
    /** The gateway sends the browser back to the shop; returns where it is redirected from there. */
    comesBack: async (approved: Approved) => landingOf(await returns(approved)),
    confirms: (approved: Approved) => post("/payments/toss/confirm", approved),
    asksForStatus,
    status,
    /** The order's status in one word, for polling. */
    standing: async (order: Order) => (await status(order)).order.status,
    /** The shopper's next action. */
    next: async (order: Order) => (await status(order)).next.action,
  };
}

/** The response's JSON; throws with its text if the status differs. */
export async function answer<T>(response: APIResponse, status: number): Promise<T> {
  if (response.status() !== status)
    throw new Error(`${response.url()} answered ${response.status()}: ${await response.text()}`);
  return response.json();
}

/** The status and code of a refusal. */
export async function refusalOf(response: APIResponse): Promise<{ status: number; code: string }> {
  expect(response.headers()["content-type"]).toBe("application/problem+json");
  const { status, code } = await response.json();
  expect(response.status()).toBe(status);
  return { status, code };
}

/** Where a 303 leads: the page's path and its query parameters. */
export function landingOf(response: APIResponse) {
  expect(response.status()).toBe(303);
  const { pathname, searchParams } = new URL(response.headers().location ?? "");
  return { page: pathname, ...Object.fromEntries(searchParams) };
}
