/** The three card fields as typed. */
export type Entered = {
  number: string;
  expiry: string;
  cvc: string;
};

export type CardField = keyof Entered;
export const cardFields = ["number", "expiry", "cvc"] as const satisfies readonly CardField[];

export type CardProblem =
  | "incomplete_number"
  | "invalid_number"
  | "incomplete_expiry"
  | "invalid_expiry_year_past"
  | "invalid_expiry_month_past"
  | "incomplete_cvc";

export type Problems = Partial<Record<CardField, CardProblem>>;

/** Errors in a card's input, found before its bank is asked; empty if there are none. */
export function problemsWith({ number, expiry, cvc }: Entered, today: Date): Problems {
  const found = {
    number: numberProblem(number),
    expiry: expiryProblem(expiry, today),
    cvc: digitsOf(cvc).length === cvcLength(number) ? null : ("incomplete_cvc" as const),
  };
  const wrong = Object.entries(found).filter(([, problem]) => problem !== null);
  return Object.fromEntries(wrong);
}

function numberProblem(number: string): CardProblem | null {
  const digits = digitsOf(number);
  if (digits.length < (isAmex(number) ? 15 : 16)) return "incomplete_number";
  return passesLuhn(digits) ? null : "invalid_number";
}

function expiryProblem(expiry: string, today: Date): CardProblem | null {
  const { month, year } = readExpiry(expiry);
  if (month < 1 || month > 12 || year === 0) return "incomplete_expiry";
  if (year < today.getFullYear()) return "invalid_expiry_year_past";
  const past = year === today.getFullYear() && month < today.getMonth() + 1;
  return past ? "invalid_expiry_month_past" : null;
}

/** Parses `12 / 34`, `1234` or `12/2034`; zeros for missing parts. */
export function readExpiry(expiry: string): { month: number; year: number } {
  const [, month = "0", year = ""] = /^(\d{1,2})\s*\/?\s*(\d{2}|\d{4})$/.exec(expiry.trim()) ?? [];
  return {
    month: Number(month),
    year: year === "" ? 0 : year.length === 2 ? 2000 + Number(year) : Number(year),
  };
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Grouped the way the digits are printed on the card. */
export function writtenNumber(number: string): string {
  const digits = digitsOf(number).slice(0, isAmex(number) ? 15 : 19);
  const groups = isAmex(number)
    ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/
    : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?(\d{1,3})?/;
  const [, ...parts] = groups.exec(digits) ?? [];
  return parts.filter(Boolean).join(" ");
}

/** `1` may become October, `1/` is January, and `4` can only be April. */
export function writtenExpiry(expiry: string): string {
  const digits = digitsOf(expiry.replace(/^\s*(\d)\s*\//, "0$1"))
    .replace(/^([2-9])/, "0$1")
    .slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** A test card as typed in, with a future expiry date and a code. */
export function testCardEntered(number: string): Entered {
  return { number, expiry: "12 / 34", cvc: "1234".slice(0, cvcLength(number)) };
}

export function cvcLength(number: string): number {
  return isAmex(number) ? 4 : 3;
}

function isAmex(number: string): boolean {
  return /^3[47]/.test(digitsOf(number));
}

export const brandNames = {
  amex: "Amex",
  jcb: "JCB",
  diners: "Diners",
  unionpay: "UnionPay",
  discover: "Discover",
  mastercard: "Mastercard",
  visa: "Visa",
} as const;

/** The card's brand, as far as its first digits show it. */
export function brandName(number: string): string {
  const digits = digitsOf(number);
  if (/^3[47]/.test(digits)) return brandNames.amex;
  if (/^35/.test(digits)) return brandNames.jcb;
  if (/^3[068]/.test(digits)) return brandNames.diners;
  if (/^62/.test(digits)) return brandNames.unionpay;
  if (/^6/.test(digits)) return brandNames.discover;
  if (/^[25]/.test(digits)) return brandNames.mastercard;
  return digits.startsWith("4") ? brandNames.visa : "";
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
