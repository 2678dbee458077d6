import { createHash } from "node:crypto";
import type { CardDetails } from "../entities/payment-method";
import type { Decline, TestCard } from "./test-cards";
import { findTestCard } from "./test-cards";

/** A card as typed in. */
export type CardInput = {
  number: string;
  expMonth: number;
  expYear: number;
  cvc: string;
  name?: string | undefined;
};

/** An error in a card's input, found before its bank is asked. */
export type CardTrouble = Omit<Decline, "declineCode"> & {
  param: "number" | "exp_month" | "exp_year" | "cvc";
};

export function troubleWithCard(card: CardInput, now: number): CardTrouble | null {
  const digits = digitsOf(card.number);
  if (!/^\d{12,19}$/.test(digits)) {
    return {
      code: "invalid_number",
      message: "The card number is not a valid credit card number.",
      param: "number",
    };
  }
  if (!passesLuhn(digits)) {
    return { code: "incorrect_number", message: "Your card number is incorrect.", param: "number" };
  }
  if (!Number.isInteger(card.expMonth) || card.expMonth < 1 || card.expMonth > 12) {
    const message = "Your card's expiration month is invalid.";
    return { code: "invalid_expiry_month", message, param: "exp_month" };
  }
  const year = fullYear(card.expYear);
  const today = new Date(now);
  const monthsLeft = (year - today.getUTCFullYear()) * 12 + card.expMonth - (today.getUTCMonth() + 1);
  if (!Number.isInteger(card.expYear) || monthsLeft < 0 || monthsLeft > 50 * 12) {
    const message = "Your card's expiration year is invalid.";
    return { code: "invalid_expiry_year", message, param: "exp_year" };
  }
  const cvcDigits = brandOf(digits) === "amex" ? /^\d{3,4}$/ : /^\d{3}$/;
  if (!cvcDigits.test(card.cvc)) {
    return { code: "invalid_cvc", message: "Your card's security code is invalid.", param: "cvc" };
  }
  return null;
}

export function cardDetails(card: Pick<CardInput, "number" | "expMonth" | "expYear">): CardDetails {
  const digits = digitsOf(card.number);
  const testCard = findTestCard(digits);
  return {
    testNumber: testCard?.number ?? null,
    brand: testCard?.brand ?? brandOf(digits),
    last4: digits.slice(-4),
    expMonth: card.expMonth,
    expYear: fullYear(card.expYear),
    funding: testCard?.ids.includes("pm_card_visa_debit") ? "debit" : "credit",
    country: "US",
    fingerprint: createHash("sha256").update(digits).digest("base64url").replace(/[-_]/g, "x").slice(0, 16),
  };
}

function digitsOf(number: string): string {
  return number.replace(/[\s-]/g, "");
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

export function passesLuhn(digits: string): boolean {
  const sum = [...digits]
    .reverse()
    .map(Number)
    .map((digit, place) => (place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}

function brandOf(digits: string): TestCard["brand"] {
  if (/^3[47]/.test(digits)) return "amex";
  if (/^35/.test(digits)) return "jcb";
  if (/^3[068]/.test(digits)) return "diners";
  if (/^62/.test(digits)) return "unionpay";
  if (/^6/.test(digits)) return "discover";
  return /^[25]/.test(digits) ? "mastercard" : "visa";
}
