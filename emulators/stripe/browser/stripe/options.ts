import type { ElementOptions, Look } from "../messages";
import { must } from "./errors";

/** The options of `stripe.elements()` that matter here. */
export type GroupOptions = {
  clientSecret?: string;
  mode?: string;
  amount?: number;
  currency?: string;
  locale?: string;
  appearance?: unknown;
  paymentMethodCreation?: string;
};

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function checkGroup(options: unknown): GroupOptions {
  const given = options ?? {};
  must(isObject(given), "elements() takes an object of options.");
  must(
    !("paymentMethodTypes" in given) && !("payment_method_types" in given),
    "elements() no longer takes paymentMethodTypes. Use allowedPaymentMethodTypes.",
  );
  const { clientSecret, mode, amount, currency, allowedPaymentMethodTypes: allowed } = given;
  must(
    allowed === undefined || (Array.isArray(allowed) && allowed.includes("card")),
    "This Stripe emulator's Payment Element takes cards: allowedPaymentMethodTypes must name them.",
  );
  if (clientSecret !== undefined) {
    must(mode === undefined, "elements() takes a clientSecret or a mode, not both.");
    must(isClientSecret(clientSecret), "clientSecret is not one of a PaymentIntent: pi_…_secret_….");
    return given;
  }
  if (mode === undefined) return given;
  must(mode === "payment", `This Stripe emulator has the mode "payment" only, not ${JSON.stringify(mode)}.`);
  must(
    Number.isSafeInteger(amount) && Number(amount) > 0,
    "amount is a positive whole number of minor units.",
  );
  must(typeof currency === "string" && /^[a-z]{3}$/.test(currency), "currency has three lower-case letters.");
  return given;
}

export function isClientSecret(value: unknown): value is string {
  return typeof value === "string" && /^pi_\w+_secret_\w+$/.test(value);
}

/** Keeps only string variables: anything else cannot be posted into the frame. */
export function lookOf(appearance: unknown): Look {
  if (!isObject(appearance)) return {};
  const { theme, variables } = appearance;
  return {
    theme: typeof theme === "string" ? theme : undefined,
    variables: isObject(variables)
      ? Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
      : undefined,
  };
}

export function elementOptions(options: object): ElementOptions {
  return { readOnly: "readOnly" in options && options.readOnly === true };
}
