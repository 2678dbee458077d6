"use client";

import { useEffect } from "react";
import { settlePurchase } from "@/components/cart/settle-purchase";

/** On the page of a placed order: what was bought leaves the cart. */
export function SettlePurchase({ orderNumber }: { orderNumber: string }) {
  useEffect(() => void settlePurchase(orderNumber), [orderNumber]);
  return null;
}
