import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page's JavaScript runs. False in server rendering and the first client render, so that both match. */
export const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
