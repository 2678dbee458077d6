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

/** Stripe's card form, in frames of Stripe's own: what is typed there never comes to the shop. */
export function CardForm({ stripe, amount, currency, locale, ...tell }: Props) {
  const options = useMemo<StripeElementsOptions>(
    () => ({
      // The form is there before there is an order: that is made, and its stock set aside, when somebody pays.
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

/** The colors and the size of the sheet's own fields. A frame of another site cannot load the shop's font. */
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
