/**
 * Invisible characters that change how the surrounding text reads: direction marks and overrides, soft hyphens,
 * zero-width spaces. Phones add some when copying from an address book. The joiners used by Persian, Indian scripts and
 * emoji are kept.
 */
const unseen =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0001}]/gu;

export const withoutUnseen = (text: string) => text.replace(unseen, "");

/** Normalizes typed text for storage: composed characters, no invisible ones, no surrounding whitespace. */
export const cleanText = (text: string) => withoutUnseen(text.normalize("NFC")).trim();

/**
 * Maps digits of any script, dashes and spaces to ASCII, for values that consist of these, such as numbers. Japanese
 * keyboards enter the long vowel mark as a dash.
 */
export const plainSigns = (text: string) =>
  withoutUnseen(text.normalize("NFKC"))
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/[\p{Pd}\u2212\u30FC]/gu, "-")
    .replace(/\s/gu, " ");

/** The digits of each script are contiguous, from 0 to 9. Source: The Unicode Standard, 4.6 "Numeric Value". */
function digitOf(sign: string) {
  const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code));
  let zero = sign.codePointAt(0) ?? 0;
  const own = zero;
  while (own - zero < 9 && isDigit(zero - 1)) zero -= 1;
  return String((own - zero) % 10);
}

/**
 * Whether text is free of control characters, line separators and broken Unicode, which not every database can store.
 */
export const isPlain = (text: string) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);

/** What a caller reads about text that is not plain. */
export const notPlain = "Control characters are not allowed";

/** Whether text has a visible character; Hangul fillers, the Braille blank and bare combining marks do not count. */
export const isVisible = (text: string) =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ""));
