import { IntegrationError, notEmulated } from "./errors";

function gone(name: string, instead: string) {
  return (): never => {
    throw new IntegrationError(`stripe.${name} was removed from Stripe.js. ${instead}`);
  };
}

function missing(what: string) {
  return (): never => {
    throw notEmulated(what);
  };
}

/** Names that this release removed, and names that exist but are not emulated. */
export const removed = {
  redirectToCheckout: gone("redirectToCheckout", "Send the browser to the url of the Checkout Session."),
  initEmbeddedCheckout: gone("initEmbeddedCheckout", "Use stripe.createEmbeddedCheckoutPage."),
  initCheckout: gone("initCheckout", "Use stripe.initCheckoutElementsSdk."),

  createEmbeddedCheckoutPage: missing("embedded Checkout page"),
  initCheckoutElementsSdk: missing("Checkout elements"),
  initCheckoutFormSdk: missing("Checkout form"),
  createToken: missing("tokens"),
  createSource: missing("sources"),
  createConfirmationToken: missing("confirmation tokens"),
  confirmSetup: missing("SetupIntents"),
  confirmCardSetup: missing("SetupIntents"),
  retrieveSetupIntent: missing("SetupIntents"),
  paymentRequest: missing("payment request button"),
} as const;
