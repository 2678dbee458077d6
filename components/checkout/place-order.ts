import type { Locale } from "@/lib/money";
import { call, type Input, type Reply, type Trouble } from "../api";
import { type Cart, readCart, rememberOrder, renewCart, settleCart } from "../cart/store";
import { digitsOf } from "../phone";
import type { Draft } from "./draft";
import { settlePurchase } from "./settle-purchase";

export type Placed =
  /** The order stands and the payment window may open. */
  | { is: "ready"; toss: Reply<"POST /payments/toss/ready">["toss"] }
  /** There is nothing to pay here any more: the order's own page tells the rest. */
  | { is: "elsewhere"; orderNumber: string }
  | { is: "refused"; code: Trouble["code"] | "price_changed"; orderNumber?: string; trouble?: Trouble };

type Order = Reply<"POST /orders">;

/** A cart is renewed at most once for changed details and once for an order that ended. */
const roundsMax = 4;

/**
 * Turns the cart into an order and prepares its payment. Safe to repeat: the cart's id is the order's
 * key, and an attempt that is still ready is used again.
 */
export async function placeOrder(draft: Draft, total: number, locale: Locale): Promise<Placed> {
  let replacedHere: string | undefined;
  for (let round = 0; round < roundsMax; round++) {
    const cart = readCart();
    const made = await call("POST /orders", orderOf(cart, draft, locale), { idempotencyKey: cart.id });
    if (!made.ok) {
      const { trouble } = made;
      const before = cart.order?.number ?? cart.replaces;
      if (trouble.code === "idempotency_key_reused") {
        // The buyer has corrected something: the order of before gives way to a new one.
        replacedHere = before;
        renewCart(before);
      } else if (trouble.code === "order_not_found" && cart.replaces) {
        renewCart();
      } else if (trouble.code === "order_already_paid" && before) {
        settleCart(before);
        if (before === replacedHere) return settled(before);
        return { is: "refused", code: trouble.code, orderNumber: before };
      } else return refused(trouble, before);
      continue;
    }

    const order = made.value;
    rememberOrder(cart.id, { number: order.order_number, amount: order.amount });
    const next = afterOrdering(order, total);
    if (next === "renew") {
      renewCart();
      continue;
    }
    if (next) return next;

    const ready = await call("POST /payments/toss/ready", attemptOf(order));
    if (ready.ok) return { is: "ready", toss: ready.value.toss };
    const { code } = ready.trouble;
    if (code === "order_already_paid") return settled(order.order_number);
    if (code === "order_held") return { is: "elsewhere", orderNumber: order.order_number };
    if (code === "amount_mismatch") return priceChanged(order);
    if (code !== "order_expired" && code !== "order_canceled" && code !== "order_not_found")
      return refused(ready.trouble, order.order_number);
    renewCart();
  }
  return { is: "refused", code: "order_not_found" };
}

const orderOf = (cart: Cart, draft: Draft, locale: Locale): Input<"POST /orders"> => ({
  items: cart.lines,
  customer: {
    name: draft.name.trim(),
    email: draft.email.trim(),
    phone: draft.phone.trim().startsWith("+") ? `+${digitsOf(draft.phone)}` : digitsOf(draft.phone),
  },
  shipping_address: {
    postcode: draft.postcode.trim(),
    line1: draft.line1.trim(),
    line2: draft.line2.trim(),
    note: draft.note.trim(),
  },
  currency: "KRW",
  locale,
  ...(cart.replaces && { replaces: cart.replaces }),
});

const attemptOf = (order: Order): Input<"POST /payments/toss/ready"> => ({
  order_number: order.order_number,
  amount: order.amount,
  order_name: order.order_name,
  method: "CARD",
  success_url: `${location.origin}/success`,
  fail_url: `${location.origin}/fail`,
});

function afterOrdering(order: Order, total: number): Placed | "renew" | undefined {
  switch (order.status) {
    case "open":
      return order.amount === total ? undefined : priceChanged(order);
    case "paid":
    case "partially_refunded":
    case "refunded":
      return settled(order.order_number);
    case "expired":
    case "canceled":
      return "renew";
    case "held":
    case "waiting_for_deposit":
      return { is: "elsewhere", orderNumber: order.order_number };
  }
}

function settled(orderNumber: string): Placed {
  settlePurchase(orderNumber);
  return { is: "elsewhere", orderNumber };
}

/** Nobody pays another sum than the button said: the page shows the new one and asks again. */
function priceChanged(order: Order): Placed {
  renewCart(order.order_number);
  return { is: "refused", code: "price_changed" };
}

const refused = (trouble: Trouble, orderNumber?: string): Placed => ({
  is: "refused",
  code: trouble.code,
  trouble,
  ...(orderNumber && { orderNumber }),
});
