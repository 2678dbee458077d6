import { createContext, useContext, useSyncExternalStore } from "react";
import { type Cart, onCartChange, readCart } from "./store";

/** The cart as the browser's cookie told the server, if it did. */
export const ToldCart = createContext<Cart | undefined>(undefined);

/**
 * The cart. While the server renders, and until the page's scripts run, the one that the cookie told: undefined if it told
 * none.
 */
export function useCart(): Cart | undefined {
  const told = useContext(ToldCart);
  return useSyncExternalStore<Cart | undefined>(onCartChange, readCart, () => told);
}
