"use client";

import { Elements, PaymentElement, useElements } from "@stripe/react-stripe-js";
import type { Stripe, StripeElements, StripeElementsOptions } from "@stripe/stripe-js";
import { useMemo } from "react";
import type { Locale, Money } from "@/lib/money";

type Props = Money & {
  stripe: Stripe;
  locale: Locale;
  onReady: (elements: StripeElements) => void;
  onFail: (why: Error) => void;
};

/** Stripe's card form, in frames hosted by Stripe: card data never reaches the shop. */
export function CardForm({ stripe, amount, currency, locale, ...tell }: Props) {
  const options = useMemo<StripeElementsOptions>(
    () => ({
      // The form exists before the order: the order is made, and its stock reserved, when the shopper pays.
      mode: "payment",
      amount,
      currency: currency.toLowerCase(),
      allowedPaymentMethodTypes: ["card"],
      locale,
      appearance: { variables: lookOfTheShop() },
    }),
    [amount, currency, locale],
  );
  return (
    <Elements stripe={stripe} options={options}>
      <Form {...tell} />
    </Elements>
  );
}

function Form({ onReady, onFail }: Pick<Props, "onReady" | "onFail">) {
  const elements = useElements();
  return (
    <PaymentElement
      onReady={() => elements && onReady(elements)}
      onLoadError={({ error }) => onFail(new Error(error.message))}
    />
  );
}

/** The colors and sizes of the sheet's fields. A frame from another site cannot load the shop's font. */
function lookOfTheShop() {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  return {
    colorPrimary: color("accent"),
    colorText: color("ink"),
    colorTextSecondary: color("soft"),
    colorDanger: color("danger"),
    borderRadius: "12px",
    spacingUnit: "4px",
    fontFamily: "system-ui, sans-serif",
    fontSizeBase: "16px",
  };
}
