import { must } from "./errors";

type Listener = (event?: unknown) => unknown;

/** An element's `on`, `once` and `off`. */
export function createListeners() {
  const listeners = new Map<string, Set<Listener>>();
  const of = (event: string) => {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known);
    return known;
  };

  return {
    add(event: string, listener: Listener, once = false) {
      must(
        typeof event === "string" && typeof listener === "function",
        "on() needs an event and a function.",
      );
      const heard: Listener = once
        ? (news) => {
            of(event).delete(heard);
            return listener(news);
          }
        : listener;
      of(event).add(heard);
    },
    remove(event: string, listener?: Listener) {
      if (listener) of(event).delete(listener);
      else of(event).clear();
    },
    emit(event: string, news: unknown) {
      for (const listener of [...of(event)]) listener(news);
    },
  };
}
