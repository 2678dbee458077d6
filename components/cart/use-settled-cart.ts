import { useEffect, useState } from "react";
import { settlePurchase } from "@/components/cart/settle-purchase";
import { isPlaced } from "@/components/status/standing";
import { watchOrder } from "../status/watch-order";
import { orderOf } from "./store";
import { useCart } from "./use-cart";

/**
 * Takes out of the cart what was bought when the order it became turns out to be placed, which another tab, another
 * browser or the gateway may have brought about. Answers with the number of that order.
 */
export function useSettledCart(): string | undefined {
  const [settled, setSettled] = useState<string>();
  const cart = useCart();
  const named = cart && orderOf(cart);
  // Another tab may settle the cart first; this one goes on listening for the order it knew.
  const [number, setNumber] = useState(named);
  if (named && named !== number) setNumber(named);
  // Until something is set aside no payment was prepared, and nothing can happen by itself.
  const mayChange = cart?.holdsStock === true;
  useEffect(() => {
    if (!number) return;
    return watchOrder(number, ({ order }) => {
      if (isPlaced(order.status)) {
        settlePurchase(number);
        setSettled(number);
        return "enough";
      }
      return mayChange && order.status === "open" ? "go on" : "enough";
    });
  }, [number, mayChange]);
  return settled;
}
