/**
 * Whether a secret looks like a placeholder or a pattern rather than like something a machine drew: few different
 * symbols, a part that repeats, or a row such as abcdef. What this lets through may still be a bad secret; what
 * `openssl rand` prints is never refused in practice. `fewest` is how many different symbols there must be.
 */
export function isGuessable(secret: string | Buffer, fewest = 10): boolean {
  const symbols =
    typeof secret === "string" ? [...secret].map((symbol) => symbol.codePointAt(0) ?? 0) : [...secret];
  return (
    new Set(symbols).size < fewest ||
    repeats(symbols) ||
    isRow(symbols) ||
    (typeof secret === "string" && (known.test(secret) || comesTwice(secret)))
  );
}

/** Placeholders, figures alone and rows of a keyboard. */
const known =
  /^\d+$|qwert|asdfg|zxcvb|change.?me|pass.?word|placeholder|replace.?(me|this)|openssl rand|(session|my|your).?secret|emulator/i;

/** Whether eight characters in a row are there twice. */
const comesTwice = (secret: string) =>
  [...secret].some((_, at) => at + 8 <= secret.length && secret.includes(secret.slice(at, at + 8), at + 1));

/** Whether a part of at most half the length is all there is, again and again. */
const repeats = (symbols: number[]) =>
  symbols
    .slice(1, Math.floor(symbols.length / 2) + 1)
    .some((_, before) => symbols.slice(before + 1).every((symbol, at) => symbol === symbols[at]));

/** Whether most symbols follow the one before at the same distance. */
function isRow(symbols: number[]) {
  const steps = new Map<number, number>();
  for (const [before, symbol] of symbols.slice(1).entries()) {
    const step = symbol - (symbols[before] ?? 0);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return Math.max(...steps.values()) > symbols.length / 2;
}
