/**
 * Whether a secret looks like a placeholder, a pattern or a sentence rather than like random output: few distinct
 * symbols, a repeated part, a sequence such as abcdef, or words. A secret that passes may still be bad; output of
 * `openssl rand` is never rejected in practice. `fewest` is the minimum number of distinct symbols.
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

/** Placeholders, digits only, and keyboard rows. */
const known =
  /^\d+$|qwert|asdfg|zxcvb|change.?me|pass.?word|placeholder|replace.?(me|this)|openssl rand|(session|my|your).?secret|emulator/i;

/** Whether any eight consecutive characters occur twice. */
const comesTwice = (secret: string) =>
  [...secret].some((_, at) => at + 8 <= secret.length && secret.includes(secret.slice(at, at + 8), at + 1));

/**
 * Whether nearly all characters follow each other as in words: lowercase after lowercase, lowercase after a capital.
 * Random output switches between lowercase letters, capitals and digits at every second character.
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

/** Whether the secret is one part, of at most half the length, repeated. */
const repeats = (symbols: number[]) =>
  symbols
    .slice(1, Math.floor(symbols.length / 2) + 1)
    .some((_, before) => symbols.slice(before + 1).every((symbol, at) => symbol === symbols[at]));

/** Whether most symbols have the same distance to the previous one. */
function isRow(symbols: number[]) {
  const steps = new Map<number, number>();
  for (const [before, symbol] of symbols.slice(1).entries()) {
    const step = symbol - (symbols[before] ?? 0);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return Math.max(...steps.values()) > symbols.length / 2;
}
