"use client";

import { useEffect } from "react";
import { clearPurchase } from "@/components/cart/clear-purchase";

/** On the page of a placed order: removes what was bought from the cart. */
export function ClearPurchase({ orderNumber }: { orderNumber: string }) {
  useEffect(() => void clearPurchase(orderNumber), [orderNumber]);
  return null;
}
