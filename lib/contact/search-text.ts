// The desk finds a shopper by part of a name or an email address: by the beginning of any word, and in Hangul, Han and
// kana by any part. Both engines can only read rows in the order of an index, so each order has a few terms, and a list
// reads the rows of one term, newest first (docs/decisions/0099-search-by-terms.md).

/** How many characters a term has; a longer search reads the longest that fits, and the text is compared then. */
const lengths = [1, 2, 3, 5, 8, 13];

/** A written word is longer than a syllable, so its shorter terms would find too much. */
const shortestWord = { name: 2, email: 3 } as const;

/** The maximum number of places in a name or an email address where a search can begin. */
const mostStarts = 16;

const separator = /[^\p{L}\p{M}\p{N}]/u;
const syllable = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

const plain = (text: string) => Array.from(text.normalize("NFKC").toLowerCase());

/** Text without case, spaces and punctuation, as it is compared. */
export const squeezed = (text: string) =>
  plain(text)
    .filter((sign) => !separator.test(sign))
    .join("");

export type Named = { name: string; email: string };

/** What a search that is longer than any term is compared with. Empty if the shopper was erased. */
export const searchTextOf = ({ name, email }: Named) =>
  name || email ? `${squeezed(name)}\n${squeezed(email)}` : "";

/** The terms an order is found by, each once. The same order always has the same terms. */
export const searchTermsOf = ({ name, email }: Named): string[] => [
  ...new Set([...termsIn(name, shortestWord.name), ...termsIn(withoutEnding(email), shortestWord.email)]),
];

/** What everybody's address ends in, such as `com`, is no place to begin a search. */
const withoutEnding = (email: string) => email.replace(/\.(?=[^.]*$)/, "");

function termsIn(text: string, shortest: number): string[] {
  const signs: { sign: string; begins: boolean }[] = [];
  let isAfterSeparator = true;
  for (const sign of plain(text)) {
    if (separator.test(sign)) isAfterSeparator = true;
    else {
      signs.push({ sign, begins: isAfterSeparator || syllable.test(sign) });
      isAfterSeparator = false;
    }
  }
  return signs
    .flatMap(({ begins }, at) => (begins ? [at] : []))
    .slice(0, mostStarts)
    .flatMap((at) =>
      termsFrom(
        signs.slice(at, at + longest).map(({ sign }) => sign),
        shortest,
      ),
    );
}

const longest = Math.max(...lengths);

function termsFrom(signs: string[], shortest: number): string[] {
  const least = syllable.test(signs[0] ?? "") ? 1 : Math.min(shortest, signs.length);
  return lengths
    .filter((length) => length >= least && length <= signs.length)
    .map((length) => signs.slice(0, length).join(""));
}

/**
 * The term that finds what was typed. `rest` is what the text of an order must contain as well; undefined if the term
 * says it all, or if nothing was typed.
 */
export function termFor(typed: string): { term: string; rest: string | undefined } | undefined {
  const signs = Array.from(squeezed(typed));
  const length = lengths.findLast((some) => some <= signs.length);
  if (length === undefined) return undefined;
  return {
    term: signs.slice(0, length).join(""),
    rest: length === signs.length ? undefined : signs.join(""),
  };
}
