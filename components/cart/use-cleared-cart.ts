import { useEffect, useState } from "react";
import { clearPurchase } from "@/components/cart/clear-purchase";
import { isPlaced } from "@/components/status/standing";
import { watchOrder } from "../status/watch-order";
import { orderOf } from "./store";
import { useCart } from "./use-cart";

/**
 * Removes what was bought from the cart once its order turns out to be placed, which may happen in another tab, in
 * another browser or through the gateway. Returns that order's number.
 */
export function useClearedCart(): string | undefined {
  const [cleared, setCleared] = useState<string>();
  const cart = useCart();
  const named = cart && orderOf(cart);
  // Another tab may clear the cart first; this one keeps watching the order it knew.
  const [number, setNumber] = useState(named);
  if (named && named !== number) setNumber(named);
  // Until stock is reserved no payment was prepared, so nothing can change on its own.
  const mayChange = cart?.holdsStock === true;
  useEffect(() => {
    if (!number) return;
    return watchOrder(number, ({ order }) => {
      if (isPlaced(order.status)) {
        clearPurchase(number);
        setCleared(number);
        return "enough";
      }
      return mayChange && order.status === "open" ? "go on" : "enough";
    });
  }, [number, mayChange]);
  return cleared;
}
