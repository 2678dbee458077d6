import { useSyncExternalStore } from "react";
import { type Cart, onCartChange, readCart } from "./store";

/** The cart; undefined during server rendering, because only the browser knows it. */
export const useCart = (): Cart | undefined =>
  useSyncExternalStore<Cart | undefined>(onCartChange, readCart, () => undefined);
