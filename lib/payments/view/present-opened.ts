import type { z } from "zod";
import type { Order, Payment } from "@/db/schema";
import { countryOf } from "../../contact/country";
import { koreanMobile } from "../../contact/dialed";
import { emailForGateway } from "../../contact/email";
import { shorten } from "../../contact/shorten";
import type { checkoutStripe, confirmStripe, intentStripe } from "../../contracts/stripe";
import type { readyToss } from "../../contracts/toss";
import { env } from "../../settings/env";
import { presentPayment } from "./present";
import { returnOrigin } from "./return-origin";

// A payment that was just started, with everything the browser needs to go on.

/** A prepared attempt, with everything the browser SDK needs. */
export function presentReady(order: Order, payment: Payment): z.input<typeof readyToss.reply> {
  const { scriptUrl: sdkUrl, pairs } = env().toss;
  const keys = payment.keyPair === "api" ? "api" : "widget";
  const back = returnOrigin(payment.successUrl);
  return {
    payment: presentPayment(order, payment),
    expires_at: order.expiresAt.toISOString(),
    toss: {
      sdk_url: sdkUrl,
      keys,
      client_key: pairs[keys]?.clientKey ?? "",
      customer_key: anonymousCustomer,
      order_id: payment.gatewayOrderId,
      order_name: shorten(order.name, 100),
      amount: { value: payment.amount, currency: order.currency },
      tax_free_amount: payment.taxFree,
      card: cardOptions(payment),
      success_url: `${back}/payments/toss/success`,
      // Toss adds the attempt's name itself, except if the shopper closed its window. Source: Toss SDK v2, `failUrl`.
      fail_url: `${back}/payments/toss/fail?orderId=${payment.gatewayOrderId}`,
      customer_name: order.customerName,
      customer_email: emailForGateway(order.customerEmail) ?? null,
      customer_phone: koreanMobile(order.customerPhone, countryOf(order)) ?? null,
    },
  };
}

/**
 * The window's options for a card. Toss's widget takes neither: what it offers is set up in Toss's console. Source: Toss
 * SDK v2, `requestPayment` of `payment()` and of `widgets()`.
 */
function cardOptions({ keyPair, method }: Payment): z.input<typeof readyToss.reply>["toss"]["card"] {
  const { cardOffers } = env().toss;
  if (keyPair !== "api" || method !== "CARD" || !cardOffers) return null;
  return {
    free_installment_plans: cardOffers.freeInstallments,
    ...(cardOffers.cardPoints && { use_card_point: true }),
  };
}

/** Toss's name for a shopper without an account. Source: Toss SDK v2, `ANONYMOUS`. */
const anonymousCustomer = "@@ANONYMOUS";

/** A payment on a Stripe page, with the page's URL. */
export const presentCheckout = (order: Order, payment: Payment): z.input<typeof checkoutStripe.reply> => ({
  payment: presentPayment(order, payment),
  session_id: payment.gatewaySessionKey,
  url: payment.surface?.url ?? null,
});

/** A card payment on the shop's own page, with what Stripe.js needs. */
export const presentIntent = (order: Order, payment: Payment): z.input<typeof intentStripe.reply> => ({
  payment: presentPayment(order, payment),
  payment_intent_id: payment.gatewayPaymentKey,
  client_secret: payment.surface?.clientSecret ?? null,
  publishable_key: env().stripe.keys?.publishableKey ?? "",
  return_url: `${returnOrigin(payment.successUrl)}/payments/stripe/success`,
});

/** A charge, with what the browser must do if the shopper's bank is asking them something. */
export const presentCharge = (order: Order, payment: Payment): z.input<typeof confirmStripe.reply> => ({
  payment: presentPayment(order, payment),
  next_action: payment.status === "requires_action" ? actionOf(payment) : null,
});

function actionOf({ surface }: Payment): z.input<typeof confirmStripe.reply>["next_action"] {
  if (surface?.url) return { type: "redirect", url: surface.url };
  return surface?.clientSecret ? { type: "use_stripe_js", client_secret: surface.clientSecret } : null;
}
