/**
 * What a browser keeps between pages: the cart, what was typed into the sheet, the way to pay and Toss's method. Any of
 * it may be refused, full, cleared, written by another tab, or of another release. Then the page goes on with what it
 * has, and never with what was there before: where the lasting storage refuses a text, its old one is taken away, and
 * the tab keeps the new one as long as it lives, or at least until it is left.
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

/** What was kept as JSON; undefined for nothing, and for what another release or a curious hand left there. */
export function readJson(place: string): Record<string, unknown> | undefined {
  const kept: unknown = attempt(() => JSON.parse(readStored(place) ?? "null"));
  return typeof kept === "object" && kept !== null && !Array.isArray(kept)
    ? (kept as Record<string, unknown>)
    : undefined;
}

export const keepJson = (place: string, value: object | undefined) =>
  store(place, value ? JSON.stringify(value) : null);

/** What no storage of the browser takes. It counts until another tab writes over what was there (`over`). */
const memory = new Map<string, { text: string | null; over: string | null }>();

/** True when the storage has this text now: some drop what they are given without a word. */
function holds(storage: () => Storage, place: string, text: string | null): boolean {
  return (
    attempt(() => {
      if (text === null) storage().removeItem(place);
      else storage().setItem(place, text);
      return storage().getItem(place) === text;
    }) ?? false
  );
}

/** Undefined where the browser has no such storage, or refuses it. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
