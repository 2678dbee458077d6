import type { PaymentIntentResult, PaymentMethodResult, StripeError } from "@stripe/stripe-js";

/** What the payment element's page says to the script in the shop's page. */
export type FromElement =
  | { type: "here" }
  | { type: "ready" }
  | { type: "loaderror"; error: StripeError }
  | { type: "height"; height: number }
  | { type: "change"; change: Change }
  | { type: "focus" | "blur" | "escape" }
  | { type: "answer"; id: number; answer: Answer };

export interface Change {
  empty: boolean;
  complete: boolean;
  collapsed: boolean;
}

/** What the script says to the page of the element. */
export type ToElement =
  | { type: "init"; key: string; clientSecret: string | null; look: Look; options: ElementOptions }
  | { type: "look"; look: Look }
  | { type: "options"; options: ElementOptions }
  | { type: "command"; command: Command }
  | { type: "ask"; id: number; question: Question };

export type Command = "focus" | "blur" | "clear" | "collapse";

/** As much of `appearance` as is followed. */
export interface Look {
  theme?: string | undefined;
  variables?: Record<string, string> | undefined;
}

/** As much of the element's own options as is followed. */
export interface ElementOptions {
  readOnly?: boolean;
}

export type Params = { [name: string]: string | number | boolean | null | undefined | Params };

export type Question =
  | { do: "validate" }
  | { do: "confirm"; clientSecret: string; expected: Expected | null; params: Params }
  | { do: "create_payment_method"; params: Params };

/** What the shop said the amount would be, before there was an intent. */
export interface Expected {
  amount: number;
  currency: string;
}

export type Answer = { error?: StripeError } | PaymentIntentResult | PaymentMethodResult;

/** What the page of a 3-D Secure challenge says to the script that shows it. */
export type FromChallenge = { type: "here" | "answered" };

/** `give_up`: the buyer closed the window around it. */
export type ToChallenge = { type: "give_up" };
