import { createHash } from "node:crypto";
import { z } from "zod";

// Which keys a shop has, and what is wrong with them. A fault names variables and never a value.

/** A client key for the browser and its secret key for the server, of one family and one environment. */
export type KeyPair = { clientKey: string; secretKey: string };

/** Which of Toss's two families a pair belongs to: widget keys for the order sheet, API keys for the rest. */
export type TossPairName = "widget" | "api";

/** Every pair of keys that a payment may be made with; Stripe has one. */
export type PairName = TossPairName | "stripe";

export type StripeKeys = {
  publishableKey: string;
  secretKey: string;
  /** What signs its webhooks; two while one is being exchanged, none where none is registered. */
  webhookSecrets: string[];
};

/** The variables that hold them. */
export const KeyVariables = {
  TOSS_WIDGET_CLIENT_KEY: z.string().optional(),
  TOSS_WIDGET_SECRET_KEY: z.string().optional(),
  TOSS_API_CLIENT_KEY: z.string().optional(),
  TOSS_API_SECRET_KEY: z.string().optional(),
  STRIPE_PUBLISHABLE_KEY: z.string().optional(),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((list) => list.split(",").map((secret) => secret.trim()))
    .refine((secrets) => secrets.every((secret) => /^whsec_\S+$/.test(secret)), "must begin with whsec_")
    .optional(),
};

type Variables = { [Name in keyof typeof KeyVariables]?: z.output<(typeof KeyVariables)[Name]> | undefined };

/** The emulator's own pairs. They open nothing but the emulator, so they are no secret. */
export const emulatorPairs = {
  widget: {
    clientKey: "test_gck_emulator_widget0000000000",
    secretKey: "test_gsk_emulator_widget0000000000",
  },
  api: { clientKey: "test_ck_emulator_api00000000000000", secretKey: "test_sk_emulator_api00000000000000" },
} satisfies Record<TossPairName, KeyPair>;

export const emulatorStripeKeys: StripeKeys = {
  publishableKey: "pk_test_emulator000000000000000000",
  secretKey: "sk_test_emulator000000000000000000",
  webhookSecrets: ["whsec_emulator00000000000000000000"],
};

/** Key prefixes by family. Source: Toss developer center, "API keys". */
const families = {
  widget: { client: "gck", secret: "gsk" },
  api: { client: "ck", secret: "sk" },
} as const;

/** Toss's keys begin with it, Stripe's have it second. */
export const isLive = (key: string) => /^(live|[a-z]+_live)_/.test(key);

/**
 * What tells the account at a gateway that a secret key opens, without telling the key. Stripe's keys of today carry the
 * account's own id, so that a key that was rolled opens the same account; of any other key only a fingerprint is known,
 * and one that was rolled may be another account's.
 */
export function accountOf(secretKey: string): string {
  const [, stripes] = /^[sr]k_(?:test|live)_5(1\w{15})\w{16,}$/.exec(secretKey) ?? [];
  return stripes
    ? `acct_${stripes}`
    : `key_${createHash("sha256").update(secretKey).digest("hex").slice(0, 16)}`;
}

/** The keys of Stripe, if they are there and fit; what does not is added to the faults. */
export function readStripeKeys(vars: Variables, faults: string[]): StripeKeys | undefined {
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

/** The pairs of Toss that are there and fit; what does not is added to the faults. */
export function tossPairs(vars: Variables, faults: string[]) {
  const pairs: Partial<Record<TossPairName, KeyPair>> = {};
  for (const name of ["widget", "api"] as const) {
    const clientName = `TOSS_${name.toUpperCase() as Uppercase<TossPairName>}_CLIENT_KEY` as const;
    const secretName = `TOSS_${name.toUpperCase() as Uppercase<TossPairName>}_SECRET_KEY` as const;
    const [clientKey, secretKey] = [vars[clientName], vars[secretName]];
    if (!clientKey && !secretKey) continue;
    if (!clientKey || !secretKey) {
      faults.push(
        `${clientKey ? secretName : clientName} is missing: ${clientName} and ${secretName} go together.`,
      );
      continue;
    }
    const before = faults.length;
    const family = families[name];
    if (!new RegExp(`^(test|live)_${family.client}_\\w+$`).test(clientKey))
      faults.push(`${clientName} must begin with test_${family.client}_ or live_${family.client}_.`);
    if (!new RegExp(`^(test|live)_${family.secret}_\\w+$`).test(secretKey))
      faults.push(`${secretName} must begin with test_${family.secret}_ or live_${family.secret}_.`);
    if (isLive(clientKey) !== isLive(secretKey))
      faults.push(`${clientName} and ${secretName} are of two environments: one is test, the other live.`);
    if (faults.length === before) pairs[name] = { clientKey, secretKey };
  }
  if (pairs.widget && pairs.api && isLive(pairs.widget.clientKey) !== isLive(pairs.api.clientKey))
    faults.push("TOSS_WIDGET_… and TOSS_API_… are of two environments: test keys beside live keys.");
  return pairs;
}
