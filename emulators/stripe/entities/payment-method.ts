import type { Billing, Metadata } from "./shared";

export type CardDetails = {
  /** The test card's number; null for any other card, whose number is not stored. */
  testNumber: string | null;
  brand: "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay";
  last4: string;
  expMonth: number;
  expYear: number;
  funding: "credit" | "debit" | "prepaid";
  country: string;
  fingerprint: string;
};

export type BankDetails = {
  /** The test account's number. */
  testAccount: string;
  last4: string;
  fingerprint: string;
};

export type MethodDetails =
  | { type: "card"; card: CardDetails }
  | { type: "us_bank_account"; bank: BankDetails };

export type PaymentMethod = {
  id: string;
  details: MethodDetails;
  billing: Billing;
  metadata: Metadata;
  createdAt: number;
  /** The intent it paid: without a customer it cannot pay another. */
  usedBy?: string | undefined;
};
