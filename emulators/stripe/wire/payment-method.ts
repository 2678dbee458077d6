import type Sdk from "stripe";
import type { BankDetails, CardDetails, PaymentMethod } from "../entities/payment-method";
import { findTestCard } from "../methods/test-cards";
import { printBilling, seconds } from "./common";

export function printPaymentMethod(method: PaymentMethod): Sdk.PaymentMethod {
  const { id, details, billing, metadata, createdAt } = method;
  return {
    id,
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: printBilling(billing),
    ...(details.type === "card"
      ? { card: printCard(details.card) }
      : { us_bank_account: printBank(details.bank) }),
    created: seconds(createdAt),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata,
    type: details.type,
  };
}

function printCard(card: CardDetails): Sdk.PaymentMethod.Card {
  const { brand, last4, expMonth, expYear, funding, country, fingerprint, testNumber } = card;
  const wrongCvc = findTestCard(testNumber)?.decline?.code === "incorrect_cvc";
  return {
    brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: wrongCvc ? "fail" : "pass",
    },
    country,
    display_brand: brand === "amex" ? "american_express" : brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint,
    funding,
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function printBank({ last4, fingerprint }: BankDetails): Sdk.PaymentMethod.UsBankAccount {
  return {
    account_holder_type: "individual",
    account_type: "checking",
    bank_name: "STRIPE TEST BANK",
    financial_connections_account: null,
    fingerprint,
    last4,
    networks: { preferred: "ach", supported: ["ach"] },
    routing_number: "110000000",
    status_details: {},
  };
}
