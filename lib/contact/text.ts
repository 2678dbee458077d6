/**
 * Signs that nobody sees and that change how the text around them reads: direction marks and overrides, soft hyphens,
 * zero-width spaces. Phones put some around what is copied from an address book. The joiners of Persian, of Indian
 * scripts and of emoji stay.
 */
const unseen =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0001}]/gu;

export const withoutUnseen = (text: string) => text.replace(unseen, "");

/** What a person types, as it is kept: composed characters, nothing unseen, no blanks around it. */
export const cleanText = (text: string) => withoutUnseen(text.normalize("NFC")).trim();

/**
 * Digits of any script, any dash and any blank, as an ASCII keyboard sends them: for what consists of these, such as
 * numbers. Japanese keyboards send the mark of a long vowel for a dash.
 */
export const plainSigns = (text: string) =>
  withoutUnseen(text.normalize("NFKC"))
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/[\p{Pd}\u2212\u30FC]/gu, "-")
    .replace(/\s/gu, " ");

/** The digits of a script stand in a row, from 0 to 9. Source: The Unicode Standard, 4.6 "Numeric Value". */
function digitOf(sign: string) {
  const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code));
  let zero = sign.codePointAt(0) ?? 0;
  const own = zero;
  while (own - zero < 9 && isDigit(zero - 1)) zero -= 1;
  return String((own - zero) % 10);
}

/** True for text without control characters, line separators and broken Unicode, which not every database can hold. */
export const isPlain = (text: string) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);

/** True when there is something to see: Hangul fillers, the blank of Braille and bare accents are nothing. */
export const isVisible = (text: string) =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ""));
