import { cleanText } from "@/lib/contact/text";
import type { Currency, Locale, Money } from "@/lib/money";
import { call, type Input, type Reply, type Trouble } from "../api";
import { clearPurchase } from "../cart/clear-purchase";
import {
  announceCart,
  type Cart,
  noteStock,
  orderOf,
  readCart,
  rememberOrder,
  renewCart,
  startCartAgain,
} from "../cart/store";
import type { Draft, FieldName } from "../draft/draft";
import { fieldsOf } from "../draft/fields";
import { isPlaced } from "../status/standing";
import type { Payable, Prepare } from "./gateway-part";

type Order = Reply<"POST /orders">;

/** How the chosen part of the sheet prepares a payment. */
export type Prepares = (order: Payable) => ReturnType<Prepare>;

export type Placed =
  /** The order exists and `open` leads to where it is paid. */
  | { is: "ready"; open: () => Promise<void> }
  /** There is nothing more to pay here: the order's page shows the rest. */
  | { is: "elsewhere"; orderNumber: string }
  | { is: "refused"; code: Trouble["code"] | "price_changed"; orderNumber?: string; trouble?: Trouble };

/** Corrected details, an order that ended, an order that is lost: each needs one more round. */
const roundsMax = 4;

/**
 * Turns the cart into an order and prepares its payment. Safe to repeat: the cart's ID is the order's idempotency key,
 * and an attempt that is still ready is reused.
 */
export async function placeOrder(
  draft: Draft,
  total: Money,
  locale: Locale,
  prepare: Prepares,
): Promise<Placed> {
  for (let round = 0; round < roundsMax; round++) {
    const cart = readCart();
    // The browser's storage was cleared after the sheet was shown: there is nothing left to order.
    if (cart.lines.length === 0) {
      announceCart();
      return { is: "refused", code: "price_changed" };
    }
    const made = await call("POST /orders", wishOf(cart, draft, total.currency, locale), {
      idempotencyKey: cart.id,
    });
    const placed = made.ok
      ? await prepareOrder(cart, made.value, total.amount, prepare)
      : afterRefusal(cart, made.trouble);
    if (placed !== "again") return placed;
  }
  return { is: "refused", code: "order_not_found" };
}

const wishOf = (cart: Cart, draft: Draft, currency: Currency, locale: Locale): Input<"POST /orders"> => ({
  items: cart.lines,
  customer: {
    name: draft.name,
    email: draft.email,
    phone: draft.phone,
  },
  shipping_address: addressOf(draft, currency),
  currency,
  locale,
  ...(cart.replaces && { replaces: cart.replaces.number }),
});

/** The address fields that the sheet shows for this currency and country; the server cleans the values again. */
function addressOf(draft: Draft, currency: Currency): NonNullable<Input<"POST /orders">["shipping_address"]> {
  const shown = fieldsOf(currency, draft).filter(isOfAddress);
  const given = Object.fromEntries(shown.map((name) => [name, cleanText(draft[name])]));
  return { ...given, line1: draft.line1 };
}

const ofBuyer: ReadonlySet<FieldName> = new Set(["name", "email", "phone"]);
const isOfAddress = (name: FieldName) => !ofBuyer.has(name);

/** No order was made. `again`: the cart was fixed and can be ordered once more. */
function afterRefusal(cart: Cart, trouble: Trouble): Placed | "again" {
  const before = orderOf(cart);
  switch (trouble.code) {
    case "idempotency_key_reused":
      // The buyer corrected something, or pays in another currency: a new order replaces the previous one.
      renewCart();
      return "again";
    case "order_already_paid":
      if (!before) return refused(trouble);
      return clearPurchase(before)
        ? { is: "elsewhere", orderNumber: before }
        : { is: "refused", code: trouble.code, orderNumber: before };
    case "order_not_found":
    case "idempotency_key_in_use":
      startCartAgain();
      return "again";
    case "too_many_open_orders":
      return refused(trouble, trouble.see?.split("/").at(-1));
    default:
      return refused(trouble, before);
  }
}

/** The order exists; what remains is its payment attempt. */
async function prepareOrder(
  cart: Cart,
  order: Order,
  total: number,
  prepare: Prepares,
): Promise<Placed | "again"> {
  const orderNumber = order.order_number;
  rememberOrder(cart, { number: orderNumber, amount: order.amount });
  if (order.status === "expired" || order.status === "canceled") {
    startCartAgain();
    return "again";
  }
  if (order.status !== "open") return elsewhere(order);
  if (order.amount !== total) return priceChanged();

  const ready = await prepare(order);
  if (ready.ok) {
    noteStock(cart.id, true);
    return { is: "ready", open: ready.open };
  }
  switch (ready.trouble.code) {
    case "order_expired":
    case "order_canceled":
    case "order_not_found":
      startCartAgain();
      return "again";
    case "order_already_paid":
      clearPurchase(orderNumber);
      return { is: "elsewhere", orderNumber };
    case "order_in_review":
    case "payment_in_review":
      return { is: "elsewhere", orderNumber };
    case "amount_mismatch":
      return priceChanged();
    case "out_of_stock":
      noteStock(cart.id, false);
      return refused(ready.trouble, orderNumber);
    default:
      return refused(ready.trouble, orderNumber);
  }
}

function elsewhere({ status, order_number: orderNumber }: Order): Placed {
  if (isPlaced(status)) clearPurchase(orderNumber);
  return { is: "elsewhere", orderNumber };
}

/** Nobody pays a different amount than the button showed: the page shows the new one and asks again. */
function priceChanged(): Placed {
  renewCart();
  return { is: "refused", code: "price_changed" };
}

const refused = (trouble: Trouble, orderNumber?: string): Placed => ({
  is: "refused",
  code: trouble.code,
  trouble,
  ...(orderNumber && { orderNumber }),
});
