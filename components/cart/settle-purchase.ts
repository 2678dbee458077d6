import { forgetDraft } from "../draft/draft";
import { settleCart } from "./store";

/** Clears the cart and the draft of a placed order. True if the cart was this order's. */
export function settlePurchase(orderNumber: string): boolean {
  const settled = settleCart(orderNumber);
  if (settled) forgetDraft();
  return settled;
}
