import { forgetDraft } from "../draft/draft";
import { settleCart } from "./store";

/** A placed order leaves nothing behind: neither its cart nor what was typed for it. True when they were here. */
export function settlePurchase(orderNumber: string): boolean {
  const settled = settleCart(orderNumber);
  if (settled) forgetDraft();
  return settled;
}
