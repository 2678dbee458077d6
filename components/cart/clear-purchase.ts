import { endDraft } from "../draft/draft";
import { clearCart } from "./store";

/** Clears the cart and the draft of a placed order. True if the cart was this order's. */
export function clearPurchase(orderNumber: string): boolean {
  const cleared = clearCart(orderNumber);
  if (cleared) endDraft();
  return cleared;
}
