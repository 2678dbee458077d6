import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page's script has come. In what the server draws it has not, so that both draw the same at first. */
export const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
