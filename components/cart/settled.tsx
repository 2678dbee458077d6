"use client";

import { useEffect } from "react";
import { settlePurchase } from "@/components/cart/settle-purchase";

/** On the page of a placed order: removes what was bought from the cart. */
export function SettlePurchase({ orderNumber }: { orderNumber: string }) {
  useEffect(() => void settlePurchase(orderNumber), [orderNumber]);
  return null;
}
