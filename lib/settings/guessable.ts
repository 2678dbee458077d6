/**
 * Whether a secret looks like a placeholder, a pattern or a sentence rather than like something a machine drew: few
 * different symbols, a part that repeats, a row such as abcdef, or words. What this lets through may still be a bad secret;
 * what `openssl rand` prints is never refused in practice. `fewest` is how many different symbols there must be.
 */
export function isGuessable(secret: string | Buffer, fewest = 10): boolean {
  const symbols =
    typeof secret === "string" ? [...secret].map((symbol) => symbol.codePointAt(0) ?? 0) : [...secret];
  return (
    new Set(symbols).size < fewest ||
    repeats(symbols) ||
    isRow(symbols) ||
    (typeof secret === "string" && (known.test(secret) || comesTwice(secret) || isOfWords(secret)))
  );
}

/** Placeholders, figures alone and rows of a keyboard. */
const known =
  /^\d+$|qwert|asdfg|zxcvb|change.?me|pass.?word|placeholder|replace.?(me|this)|openssl rand|(session|my|your).?secret|emulator/i;

/** Whether eight characters in a row are there twice. */
const comesTwice = (secret: string) =>
  [...secret].some((_, at) => at + 8 <= secret.length && secret.includes(secret.slice(at, at + 8), at + 1));

/**
 * Whether nearly every letter follows another one as letters do in words: small after small, small after a capital. What is
 * drawn at random changes between small letters, capitals and figures at every second symbol.
 */
function isOfWords(secret: string) {
  const letters = secret.replace(/[\s\p{P}]/gu, "");
  const kinds = [...(/\p{Ll}/u.test(letters) ? letters : letters.toLowerCase())].map(kindOf);
  const changes = kinds.slice(1).filter((kind, at) => {
    const before = kinds[at] === "capital" ? "letter" : kinds[at];
    return kind !== before;
  });
  return changes.length < kinds.length / 10;
}

const kindOf = (symbol: string) =>
  /\p{Lu}/u.test(symbol) ? "capital" : /\p{L}/u.test(symbol) ? "letter" : "figure";

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
