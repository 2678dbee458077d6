import { sdkCodes } from "@/components/failures/sdk-codes";
import type { stripeDeclines } from "@/components/failures/stripe-codes";
import type messages from "@/messages/ko.json";

type Words = typeof messages.refusals;
export type Code = keyof Words["words"];
/** What is wrong with the card that was entered on the sheet. */
type CardCode = (typeof stripeDeclines)[keyof typeof stripeDeclines] | "card_incomplete";

/** Why the last press of the pay button did not lead to a payment, as a code that has a message. */
export type Refusal = {
  code: Code;
  orderNumber?: string;
  /** The shop's own address, if the page was opened under a different one. */
  shop?: string;
};

const cardCodes: Record<CardCode, true> = {
  card_incomplete: true,
  card_declined: true,
  card_balance: true,
  card_expired: true,
  card_expiry: true,
  card_cvc: true,
  card_number: true,
  card_postcode: true,
  card_trouble: true,
  card_tries: true,
  card_unconfirmed: true,
  card_unusable: true,
  currency_not_supported: true,
};

/** Every other code becomes `unknown`, whose message promises nothing. */
const known: Record<Exclude<Code, "unknown">, true> = {
  ...cardCodes,
  canceled: true,
  choose_method: true,
  choose_card: true,
  agree_terms: true,
  method_down: true,
  deposit_limit: true,
  refund_account_missing: true,
  window_open: true,
  email_wrong: true,
  shop_problem: true,
  invalid_request: true,
  out_of_stock: true,
  product_not_found: true,
  price_changed: true,
  payment_in_progress: true,
  order_already_paid: true,
  order_not_found: true,
  not_configured: true,
  origin_not_allowed: true,
  amount_out_of_range: true,
  too_many_open_orders: true,
  too_many_unpaid_items: true,
  too_many_declines: true,
  too_many_requests: true,
  payment_declined: true,
  payment_failed: true,
  enter_again: true,
  unreachable: true,
  silent: true,
};

const isKnown = (code: string): code is Code => Object.hasOwn(known, code);

/** Errors from a gateway's SDK, and server codes with a different name here, as our codes. */
const thrown: Record<string, Code> = {
  ...sdkCodes,
  gateway_rejected: "shop_problem",
  payment_input_refused: "enter_again",
  slow_down: "too_many_requests",
};
const wordsOf = (code: string) => (Object.hasOwn(thrown, code) ? thrown[code] : undefined);

export const refusalOf = (code: string, orderNumber?: string, see?: string): Refusal => ({
  code: wordsOf(code) ?? (isKnown(code) ? code : "unknown"),
  ...(orderNumber && { orderNumber }),
  ...(code === "origin_not_allowed" && see && { shop: see }),
});

/** The error a part of the sheet throws when it cannot continue: it carries a code like an SDK's errors. */
export const refused = (code: Code) => Object.assign(new Error(code), { code });

/** A gateway SDK's error carries a code; any other error is unexpected. */
export const refusalFrom = (failure: unknown): Refusal =>
  refusalOf(
    typeof failure === "object" && failure !== null && "code" in failure ? String(failure.code) : "unknown",
  );

const choices = new Set<Code>(["choose_method", "choose_card", "agree_terms", "amount_out_of_range"]);

/** Whether the refusal is about the card: its message is shown beside the card form. */
export const concernsCard = ({ code }: Refusal) => Object.hasOwn(cardCodes, code);

/** Whether the shopper must correct something in the gateway's part of the page. */
export const asksForChoice = (refusal: Refusal) => choices.has(refusal.code) || concernsCard(refusal);

const tellsOfOrder: ReadonlySet<Code> = new Set([
  "payment_in_progress",
  "order_already_paid",
  "too_many_open_orders",
]);

/** Where a shopper who cannot continue here should go. */
export function wayOut({
  code,
  orderNumber,
  shop,
}: Refusal): { to: keyof Words["ways"]; href: string } | undefined {
  if (code === "out_of_stock" || code === "product_not_found" || code === "too_many_unpaid_items")
    return { to: "cart", href: "/cart" };
  if (tellsOfOrder.has(code) && orderNumber) return { to: "order", href: `/orders/${orderNumber}` };
  if (shop) return { to: "shop", href: shop };
  return undefined;
}
