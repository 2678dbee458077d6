import type { PaymentIntentResult, PaymentMethodResult } from "@stripe/stripe-js";
import { ask, intentIdOf, retrieve } from "../api";
import type { Params } from "../messages";
import { carryOn, confirmPayment, handleNextAction } from "./confirm";
import { createElements, groupOf } from "./elements";
import { base } from "./environment";
import { must } from "./errors";
import { isClientSecret, isObject } from "./options";
import { removed } from "./removed";

/** Works with or without `new`, like the real one. */
function Stripe(key: unknown) {
  must(typeof key === "string" && key !== "", "Stripe() needs a publishable key.");
  must(
    !/^[sr]k_/.test(key),
    "A secret key does not belong into a browser. Stripe() takes the publishable key, pk_….",
  );

  return {
    ...removed,
    elements: (options?: unknown) => createElements(key, options),
    confirmPayment: (options: unknown) => confirmPayment(key, options),
    retrievePaymentIntent(clientSecret: unknown): Promise<PaymentIntentResult> {
      must(isClientSecret(clientSecret), "retrievePaymentIntent() needs a clientSecret: pi_…_secret_….");
      return retrieve(base, key, clientSecret);
    },
    handleNextAction(options: unknown) {
      must(isObject(options), "handleNextAction() takes { clientSecret }.");
      return handleNextAction(key, options.clientSecret);
    },
    handleCardAction: (clientSecret: unknown) => handleNextAction(key, clientSecret),
    confirmCardPayment: (clientSecret: unknown, data?: unknown, options?: unknown) =>
      confirmCardPayment(key, clientSecret, data, options),
    createPaymentMethod: (options: unknown) => createPaymentMethod(options),
    /** Wrapper libraries register themselves here; ignored. */
    registerAppInfo() {},
    _registerWrapper() {},
  };
}

/** Pays with an existing payment method. The card element that is usually passed here is not emulated. */
async function confirmCardPayment(
  key: string,
  clientSecret: unknown,
  data: unknown,
  options: unknown,
): Promise<PaymentIntentResult> {
  must(isClientSecret(clientSecret), "confirmCardPayment() needs a clientSecret: pi_…_secret_….");
  const given = isObject(data) ? data : {};
  const method = given.payment_method;
  must(
    method === undefined || typeof method === "string",
    "This Stripe emulator has no card element: give confirmCardPayment() the id of a payment method.",
  );
  const path = `/payment_intents/${intentIdOf(clientSecret)}/confirm`;
  const params = { ...(given as Params), client_secret: clientSecret, use_stripe_sdk: true };
  const reply = await ask<NonNullable<PaymentIntentResult["paymentIntent"]>>(base, key, "POST", path, params);
  if (reply.error) return { error: reply.error };
  const answer = { paymentIntent: reply.body };
  if (isObject(options) && options.handleActions === false) return answer;
  return carryOn(key, clientSecret, answer, navigator.language);
}

/** Creates a payment method from what the buyer entered, without paying. */
async function createPaymentMethod(options: unknown): Promise<PaymentMethodResult> {
  must(
    isObject(options) && "elements" in options,
    "This Stripe emulator makes a payment method from elements only: createPaymentMethod({ elements, params }).",
  );
  const group = groupOf(options.elements);
  const payment = group.payment();
  must(payment, "createPaymentMethod() needs a Payment Element that is mounted.");
  must(
    group.options().paymentMethodCreation === "manual",
    'createPaymentMethod() needs elements with paymentMethodCreation: "manual".',
  );
  must(
    group.submitted(),
    "elements.submit() must be called, and find no error, before createPaymentMethod().",
  );
  const params = isObject(options.params) ? (options.params as Params) : {};
  const answer = await payment.inside.ask({ do: "create_payment_method", params });
  return answer as PaymentMethodResult;
}

Object.assign(window, { Stripe: Object.assign(Stripe, { version: "endive" }) });
