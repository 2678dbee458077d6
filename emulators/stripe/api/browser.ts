import type { Intent } from "../entities/intent";
import type { Key } from "./auth";

/** A publishable key needs the payment's client secret. */
export function hasSecret(intent: Intent, key: Key, secret: string | undefined): boolean {
  return key === "secret"
    ? secret === undefined || secret === intent.clientSecret
    : secret === intent.clientSecret;
}

const browserFields = [
  "id",
  "object",
  "amount",
  "automatic_payment_methods",
  "canceled_at",
  "cancellation_reason",
  "capture_method",
  "client_secret",
  "confirmation_method",
  "created",
  "currency",
  "description",
  "last_payment_error",
  "livemode",
  "next_action",
  "payment_method",
  "payment_method_types",
  "processing",
  "receipt_email",
  "setup_future_usage",
  "shipping",
  "source",
  "status",
];

/** With a publishable key, only the fields a browser may see. */
export function forBrowser(key: Key, printed: object): object {
  if (key === "secret") return printed;
  return Object.fromEntries(Object.entries(printed).filter(([field]) => browserFields.includes(field)));
}
