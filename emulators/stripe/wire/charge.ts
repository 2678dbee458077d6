import type Sdk from "stripe";
import type { Charge } from "../entities/charge";
import type { CardDetails } from "../entities/payment-method";
import { findTestCard } from "../methods/test-cards";
import type { Stripe } from "../stripe";
import { printBilling, printShipping, seconds } from "./common";

export function printCharge(stripe: Stripe, charge: Charge): Sdk.Charge {
  const { id, status, amount, amountCaptured, amountRefunded, failure, details, intent } = charge;
  return {
    id,
    object: "charge",
    amount,
    amount_captured: amountCaptured,
    amount_refunded: amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransaction,
    billing_details: printBilling(charge.billing),
    calculated_statement_descriptor: details.type === "card" ? "TWOTRACK EMULATOR" : null,
    captured: charge.captured,
    created: seconds(charge.createdAt),
    currency: charge.currency,
    customer: null,
    description: charge.description,
    disputed: stripe.disputes.latest({ charge: id }, 1).length > 0,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: printOutcome(charge),
    paid: status === "succeeded",
    payment_intent: intent,
    payment_method: charge.paymentMethod,
    payment_method_details:
      details.type === "card"
        ? { card: printCard(charge, details.card), type: "card" }
        : {
            type: "us_bank_account",
            us_bank_account: {
              account_holder_type: "individual",
              account_type: "checking",
              bank_name: "STRIPE TEST BANK",
              fingerprint: details.bank.fingerprint,
              last4: details.bank.last4,
              payment_reference: null,
              routing_number: "110000000",
            },
          },
    radar_options: {},
    receipt_email: charge.receiptEmail,
    receipt_number: null,
    receipt_url: status === "failed" ? null : `${stripe.origin()}/receipts/payment/${id}`,
    refunded: charge.captured && amountRefunded > 0 && amountRefunded === amountCaptured,
    review: null,
    shipping: charge.shipping && printShipping(charge.shipping),
    source: null,
    source_transfer: null,
    statement_descriptor: charge.statementDescriptor,
    statement_descriptor_suffix: charge.statementDescriptorSuffix,
    status,
    transfer_data: null,
    transfer_group: charge.transferGroup,
  };
}

function printOutcome({ failure, status }: Charge): Sdk.Charge.Outcome {
  return {
    advice_code: failure ? "try_again_later" : null,
    network_advice_code: null,
    network_decline_code: failure ? "01" : null,
    network_status: failure ? "declined_by_network" : "approved_by_network",
    reason: failure ? (failure.declineCode ?? failure.code) : null,
    risk_level: "normal",
    risk_score: 12,
    seller_message: failure
      ? "The bank did not return any further details with this decline."
      : status === "pending"
        ? "Payment processing."
        : "Payment complete.",
    type: failure ? "issuer_declined" : "authorized",
  };
}

function printCard(charge: Charge, card: CardDetails): Sdk.Charge.PaymentMethodDetails.Card {
  const wrongCvc = findTestCard(card.testNumber)?.decline?.code === "incorrect_cvc";
  return {
    amount_authorized: charge.status === "failed" ? null : charge.amount,
    authorization_code: charge.status === "failed" ? null : "000000",
    brand: card.brand,
    ...(charge.captureBefore !== null && { capture_before: seconds(charge.captureBefore) }),
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: wrongCvc ? "fail" : "pass",
    },
    country: card.country,
    electronic_commerce_indicator: charge.authenticated ? "05" : null,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    extended_authorization: { status: "disabled" },
    fingerprint: card.fingerprint,
    funding: card.funding,
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: "unavailable" },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: charge.status === "failed" ? null : "000000000000000",
    overcapture: { maximum_amount_capturable: charge.amount, status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: charge.authenticated
      ? {
          authentication_flow: "challenge",
          electronic_commerce_indicator: "05",
          exemption_indicator: null,
          result: "authenticated",
          result_reason: null,
          transaction_id: "00000000-0000-4000-8000-000000000000",
          version: "2.2.0",
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
}
