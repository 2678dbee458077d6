import type { CardDetails, MethodDetails, PaymentMethod } from "../entities/payment-method";
import type { Billing, Metadata } from "../entities/shared";
import { declined, invalid, isRefusal, missing, type Refusal } from "../errors";
import { usedPaymentMethod } from "../errors/catalog";
import { newId } from "../ids";
import { type CardInput, cardDetails, troubleWithCard } from "../methods/cards";
import {
  findTestAccount,
  findTestAccountById,
  type TestAccount,
  testAccounts,
} from "../methods/test-accounts";
import { findTestCardById, type TestCard } from "../methods/test-cards";
import type { Stripe } from "../stripe";

export const nobody: Billing = { name: null, email: null, phone: null, address: null };

/** A payment method for a card that was typed in. */
export function methodFromCard(
  stripe: Stripe,
  card: CardInput,
  billing: Billing,
  metadata: Metadata = {},
): PaymentMethod | Refusal {
  const trouble = troubleWithCard(card, stripe.clock.now());
  if (trouble) return declined(trouble.message, { code: trouble.code, param: trouble.param });
  return save(stripe, { type: "card", card: cardDetails(card) }, billing, metadata);
}

/** A payment method for a bank account; defaults to the account that pays. */
export function methodFromAccount(
  stripe: Stripe,
  number: string | undefined,
  billing: Billing,
  metadata: Metadata = {},
): PaymentMethod {
  return save(stripe, accountDetails(findTestAccount(number ?? "") ?? testAccounts[0]), billing, metadata);
}

/** A payment method for an intent; without a customer, one that paid another intent is used up. */
export function usablePaymentMethod(stripe: Stripe, id: string, intentId?: string): PaymentMethod | Refusal {
  const method = findPaymentMethod(stripe, id);
  if (isRefusal(method) || method.usedBy === undefined || method.usedBy === intentId) return method;
  return invalid(usedPaymentMethod);
}

/** A stored payment method, or a test method by its id, which creates a new one each time. */
export function findPaymentMethod(stripe: Stripe, id: string): PaymentMethod | Refusal {
  const stored = stripe.paymentMethods.get(id);
  if (stored) return stored;
  const card = findTestCardById(id);
  if (card) return save(stripe, { type: "card", card: detailsOfTestCard(stripe, card) }, nobody, {});
  const account = findTestAccountById(id);
  if (account) return save(stripe, accountDetails(account), nobody, {});
  return missing("PaymentMethod", id, "payment_method");
}

function save(stripe: Stripe, details: MethodDetails, billing: Billing, metadata: Metadata): PaymentMethod {
  const method = { id: newId("pm"), details, billing, metadata, createdAt: stripe.clock.now() };
  stripe.paymentMethods.save(method);
  return method;
}

function detailsOfTestCard(stripe: Stripe, { number }: TestCard): CardDetails {
  const nextYear = new Date(stripe.clock.now()).getUTCFullYear() + 1;
  return cardDetails({ number, expMonth: 12, expYear: nextYear });
}

function accountDetails({ number }: TestAccount): MethodDetails {
  const fingerprint = `emulated${number.slice(-8)}`;
  return { type: "us_bank_account", bank: { testAccount: number, last4: number.slice(-4), fingerprint } };
}
