import { useSyncExternalStore } from "react";
import { type Cart, onCartChange, readCart } from "./store";

/** The cart, or undefined while the page is the server's: only the browser knows what is in it. */
export const useCart = (): Cart | undefined =>
  useSyncExternalStore<Cart | undefined>(onCartChange, readCart, () => undefined);
