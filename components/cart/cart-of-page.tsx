"use client";

import { type ReactNode, useEffect } from "react";
import { cartCookie, cookieOf } from "./cart-cookie";
import type { Cart } from "./store";
import { ToldCart, useCart } from "./use-cart";

/** Gives a page the cart that the cookie told the server, and keeps the cookie as the cart is. */
export function CartOfPage({ told, children }: { told: Cart | undefined; children: ReactNode }) {
  return (
    <ToldCart value={told}>
      <Teller />
      {children}
    </ToldCart>
  );
}

/** How long the cookie lives after the last visit, in seconds: 90 days. */
const keptFor = 90 * 24 * 60 * 60;

function Teller() {
  const cart = useCart();
  useEffect(() => {
    if (!cart) return;
    const value = cookieOf(cart);
    // The prefix of the shop's other cookies.
    const [name, secure] =
      location.protocol === "https:" ? [`__Host-${cartCookie}`, "; secure"] : [cartCookie, ""];
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too new
    document.cookie = `${name}=${value}; path=/; max-age=${value ? keptFor : 0}; samesite=lax${secure}`;
  }, [cart]);
  return null;
}
