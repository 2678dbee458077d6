/**
 * A telephone number as Koreans write it: `010-1234-5678`, `02-123-4567`. Takes what people paste:
 * `+82 10 1234 5678`, full-width digits, dots and brackets. Other countries' numbers keep their digits.
 */
export function formatPhone(typed: string): string {
  const plain = typed.normalize("NFKC");
  if (/^\s*\+(?!\s*82)/.test(plain)) return `+${digitsOf(plain).slice(0, 15)}`;
  return hyphenate(domestic(digitsOf(plain)).slice(0, 12));
}

/** Where the caret belongs after formatting: behind as many digits as before it. */
export function caretAfter(formatted: string, digitsBefore: number): number {
  let seen = 0;
  for (let at = 0; at < formatted.length; at++) {
    if (seen === digitsBefore) return at;
    if (/\d/.test(formatted.charAt(at))) seen++;
  }
  return formatted.length;
}

export const digitsOf = (text: string) => text.normalize("NFKC").replace(/\D/g, "");

function domestic(digits: string) {
  return /^82(?=\d{2})/.test(digits) ? `0${digits.slice(2).replace(/^0/, "")}` : digits;
}

function hyphenate(digits: string) {
  // 1588-0000 and the like have two parts; Seoul's area code has two digits, all others three.
  if (/^1[568]/.test(digits)) return joined(digits, 4, 4);
  const area = digits.startsWith("02") ? 2 : digits.startsWith("050") ? 4 : 3;
  const middle = digits.length - area > 7 ? 4 : 3;
  return joined(digits, area, middle);
}

const joined = (digits: string, first: number, second: number) =>
  [digits.slice(0, first), digits.slice(first, first + second), digits.slice(first + second)]
    .filter(Boolean)
    .join("-");
