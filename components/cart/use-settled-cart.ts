import { useEffect, useState } from "react";
import { call } from "@/components/api";
import { settlePurchase } from "@/components/checkout/settle-purchase";
import { orderOf } from "./store";
import { useCart } from "./use-cart";

const paid = new Set(["paid", "partially_refunded", "refunded"]);

/**
 * Empties the cart when its order turns out to be paid, which another tab, another browser or the
 * gateway may have brought about. Answers with the number of that order.
 */
export function useSettledCart(): string | undefined {
  const [settled, setSettled] = useState<string>();
  const cart = useCart();
  const number = cart && orderOf(cart);
  useEffect(() => {
    if (!number) return;
    let left = false;
    const ask = async () => {
      const answer = await call("GET /payments/status", { order_number: number });
      if (left || !answer.ok || !paid.has(answer.value.order.status)) return;
      settlePurchase(number);
      setSettled(number);
    };
    const askWhenBack = () => document.visibilityState === "visible" && ask();
    ask();
    document.addEventListener("visibilitychange", askWhenBack);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", askWhenBack);
    };
  }, [number]);
  return settled;
}
