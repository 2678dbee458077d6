import type { PaymentIntentResult, PaymentMethodResult, StripeError } from "@stripe/stripe-js";

/** Messages from the Payment Element's page to the script in the shop's page. */
export type FromElement =
  | { type: "here" }
  | { type: "ready" }
  | { type: "loaderror"; error: StripeError }
  | { type: "height"; height: number }
  | { type: "change"; change: Change }
  | { type: "focus" | "blur" | "escape" }
  | { type: "answer"; id: number; answer: Answer };

export type Change = {
  empty: boolean;
  complete: boolean;
  collapsed: boolean;
};

/** Messages from the script to the element's page. */
export type ToElement =
  | { type: "init"; key: string; clientSecret: string | null; look: Look; options: ElementOptions }
  | { type: "look"; look: Look }
  | { type: "options"; options: ElementOptions }
  | { type: "command"; command: Command }
  | { type: "ask"; id: number; question: Question };

export type Command = "focus" | "blur" | "clear" | "collapse";

/** The supported part of `appearance`. */
export type Look = {
  theme?: string | undefined;
  variables?: Record<string, string> | undefined;
};

/** The supported part of the element's options. */
export type ElementOptions = {
  readOnly?: boolean;
};

export type Params = { [name: string]: string | number | boolean | null | undefined | Params };

export type Question =
  | { do: "validate" }
  | { do: "confirm"; clientSecret: string; expected: Expected | null; params: Params }
  | { do: "create_payment_method"; params: Params };

/** The amount the shop announced before it had created an intent. */
export type Expected = {
  amount: number;
  currency: string;
};

export type Answer = { error?: StripeError } | PaymentIntentResult | PaymentMethodResult;

/** Messages from a 3-D Secure challenge page to the script that shows it. */
export type FromChallenge = { type: "here" | "answered" };

/** `give_up`: the buyer closed the window around the challenge. */
export type ToChallenge = { type: "give_up" };
