import { settleCart } from "../cart/store";
import { forgetDraft } from "./draft";

/** A paid order leaves nothing behind: neither its cart nor what was typed for it. */
export function settlePurchase(orderNumber: string) {
  if (settleCart(orderNumber)) forgetDraft();
}
