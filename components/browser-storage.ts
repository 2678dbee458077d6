/**
 * What a browser keeps between pages: the cart, what was typed into the sheet, the way to pay and Toss's method.
 * The storage may refuse it, be full, be cleared, or be written by another tab or release. The page then continues with
 * what it has, and never with an older value: if localStorage refuses a text, its old value is removed, and the tab
 * keeps the new one as long as it lives, or at least until it is left.
 */
export function readStored(place: string): string | null {
  const lasting = attempt(() => localStorage.getItem(place));
  const mine = memory.get(place);
  if (mine && mine.over === (lasting ?? null)) return mine.text;
  return lasting ?? attempt(() => sessionStorage.getItem(place)) ?? null;
}

export function store(place: string, text: string | null) {
  memory.delete(place);
  attempt(() => sessionStorage.removeItem(place));
  if (holds(() => localStorage, place, text)) return;
  attempt(() => localStorage.removeItem(place));
  if (text !== null && holds(() => sessionStorage, place, text) && readStored(place) === text) return;
  memory.set(place, { text, over: attempt(() => localStorage.getItem(place)) ?? null });
}

/**
 * What was stored as JSON; undefined if there is nothing, or if another release or somebody's experiment left something
 * else.
 */
export function readJson(place: string): Record<string, unknown> | undefined {
  const kept: unknown = attempt(() => JSON.parse(readStored(place) ?? "null"));
  return typeof kept === "object" && kept !== null && !Array.isArray(kept)
    ? (kept as Record<string, unknown>)
    : undefined;
}

export const keepJson = (place: string, value: object | undefined) =>
  store(place, value ? JSON.stringify(value) : null);

/** What no browser storage accepts. It counts until another tab overwrites the stored value (`over`). */
const memory = new Map<string, { text: string | null; over: string | null }>();

/** Whether the storage has this text now: some drop what they are given without an error. */
function holds(storage: () => Storage, place: string, text: string | null): boolean {
  return (
    attempt(() => {
      if (text === null) storage().removeItem(place);
      else storage().setItem(place, text);
      return storage().getItem(place) === text;
    }) ?? false
  );
}

/** Undefined if the browser has no such storage, or denies access. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
