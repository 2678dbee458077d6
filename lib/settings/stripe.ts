import { z } from "zod";
import { captureMethods } from "../contracts/methods";
import { type Currency, currencies } from "../money";
import { type Emulator, type GatewaySettings, isLive, type PageSources } from "./credentials";

// What the environment says about Stripe. A fault names variables and never a value.

export const StripeVariables = {
  STRIPE_PUBLISHABLE_KEY: z.string().optional(),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((list) => list.split(",").map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => /^whsec_\S+$/.test(secret)), "must begin with whsec_")
    .optional(),
  STRIPE_CURRENCIES: z
    .string()
    .default("USD")
    .transform((list) => list.split(",").map((currency) => currency.trim()))
    .pipe(z.array(z.enum(currencies, { error: `must name some of ${currencies.join(", ")}` }))),
  STRIPE_CAPTURE: z.enum(captureMethods).default("automatic"),
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  STRIPE_SCRIPT_URL: z.url({ protocol: /^https?$/ }).optional(),
  EMULATOR_STRIPE_PORT: z.coerce.number().int().min(1).max(65_535).default(4020),
};

type Variables = z.output<z.ZodObject<typeof StripeVariables>>;

export type StripeKeys = {
  publishableKey: string;
  secretKey: string;
  /** Sign its webhooks: two while one is being rotated, none if no webhook endpoint is registered. */
  webhookSecrets: string[];
};

export type StripeSettings = GatewaySettings & {
  keys: StripeKeys | undefined;
  /** The currencies that the shop accepts through it. */
  currencies: Currency[];
  capture: (typeof captureMethods)[number];
};

/** The emulator's own keys. They open nothing but the emulator, so they are not secret. */
export const emulatorStripeKeys: StripeKeys = {
  publishableKey: "pk_test_emulator000000000000000000",
  secretKey: "sk_test_emulator000000000000000000",
  webhookSecrets: ["whsec_emulator00000000000000000000"],
};

/** The keys, if they are set and valid. What is wrong with them is added to `faults`. */
export function readStripeKeys(vars: Partial<Variables>, faults: string[]): StripeKeys | undefined {
  const {
    STRIPE_PUBLISHABLE_KEY: publishableKey,
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecrets = [],
  } = vars;
  if (!publishableKey && !secretKey) {
    if (webhookSecrets.length > 0)
      faults.push("STRIPE_SECRET_KEY is missing, although STRIPE_WEBHOOK_SECRET is set.");
    return undefined;
  }
  if (!publishableKey || !secretKey) {
    const [missing, given] = ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY"];
    faults.push(`${secretKey ? given : missing} is missing: ${given} and ${missing} go together.`);
    return undefined;
  }
  const before = faults.length;
  if (!/^pk_(test|live)_\w+$/.test(publishableKey))
    faults.push("STRIPE_PUBLISHABLE_KEY must begin with pk_test_ or pk_live_.");
  if (!/^[sr]k_(test|live)_\w+$/.test(secretKey))
    faults.push("STRIPE_SECRET_KEY must begin with sk_test_, sk_live_, rk_test_ or rk_live_.");
  if (isLive(publishableKey) !== isLive(secretKey))
    faults.push(
      "STRIPE_PUBLISHABLE_KEY and STRIPE_SECRET_KEY are of two environments: one is test, the other live.",
    );
  return faults.length === before ? { publishableKey, secretKey, webhookSecrets } : undefined;
}

export const stripeSettings = (
  vars: Variables,
  keys: StripeKeys | undefined,
  emulator: Emulator | undefined,
): StripeSettings => ({
  apiUrl: vars.STRIPE_API_URL ?? emulator?.url ?? "https://api.stripe.com",
  scriptUrl:
    vars.STRIPE_SCRIPT_URL ?? (emulator ? `${emulator.publicUrl}/endive/stripe.js` : stripeScript.url),
  keys: emulator ? emulatorStripeKeys : keys,
  currencies: vars.STRIPE_CURRENCIES,
  capture: vars.STRIPE_CAPTURE,
  emulated: emulator !== undefined,
});

/** The real script, and why shoppers' pages load it from another server (PCI DSS 4.0.1, 6.4.3). */
export const stripeScript = {
  url: "https://js.stripe.com/endive/stripe.js",
  why: "Stripe's card form. Stripe requires that it comes from its own host.",
};

/** Source: Stripe, "integration security guide". */
export function stripeSources(scriptUrl: string): PageSources {
  const { origin } = new URL(scriptUrl);
  return origin === new URL(stripeScript.url).origin
    ? {
        files: "",
        calls: "https://api.stripe.com",
        frames: "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        forms: "",
      }
    : { files: "", calls: origin, frames: origin, forms: "" };
}
