import { z } from "zod";
import { defaultValidHours, maxValidHours } from "../contracts/methods";
import { isLoopback } from "../loopback";
import { type Currency, currencies } from "../money";
import { faultOfAddress } from "./database-url";
import { StripeVariables } from "./stripe";
import { TossVariables } from "./toss";

export const secondFactorsOf = ["nobody", "managers", "all"] as const;
export type SecondFactorOf = (typeof secondFactorsOf)[number];

export const shopperCancels = ["off", "ask", "refund"] as const;
export type ShopperCancel = (typeof shopperCancels)[number];

export type Sender = { name: string; address: string };

/** An amount in minor units for each currency. */
const amounts = (usual: string) =>
  z
    .string()
    .default(usual)
    .transform(parseAmounts)
    .refine((given) => given !== undefined, `must say minor units of each currency, such as ${usual}`)
    .transform((given): Record<Currency, number> => ({ KRW: 0, USD: 0, ...given }));

/**
 * Checks that a database URL can be parsed. Files always can; a PostgreSQL URL may be cut by a character in its
 * password.
 */
function isReadable(url: string, context: z.core.$RefinementCtx) {
  const fault = url.startsWith("file:") ? undefined : faultOfAddress(url);
  if (fault) context.addIssue({ code: "custom", message: fault, input: undefined });
}

/** A secret, or several separated by commas during rotation: the first is used, all are accepted. */
const secretsOf = (fits: RegExp, otherwise: string) =>
  z
    .string()
    .transform((list) => list.split(/\s*,\s*/))
    .refine((secrets) => secrets.every((secret) => fits.test(secret)), otherwise)
    .refine(
      (secrets) => new Set(secrets).size === secrets.length,
      "has the same one twice: make a new one, or remove one of the two.",
    )
    .optional();

const secrets = secretsOf(
  /^[\s\S]{32,}$/,
  "must have at least 32 characters, each where there are several; `openssl rand -base64 32` makes one",
);

const encryptionKeys = secretsOf(
  /^[0-9a-f]{64}$/i,
  "must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them, each where there are several",
).transform((keys) => keys?.map((text) => Buffer.from(text, "hex")));

/** Every variable the shop reads, with its default. What depends on several of them is in env.ts. */
export const Variables = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().optional(),
  ENCRYPTED_NETWORK: z.enum(["0", "1"]).default("0"),
  APP_URL: z
    .url({ protocol: /^https?$/ })
    .refine(
      isOrigin,
      "must be an address without a path, such as https://shop.example: the shop has a name of its own",
    )
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, { error: "must be file:… or postgres://…", abort: true })
    .superRefine(isReadable)
    .default("file:data/twotrack.db"),
  MIGRATE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/.+$/, { error: "must be postgres://…", abort: true })
    .superRefine(isReadable)
    .optional(),
  ALLOW_NEWER_DATABASE: z.enum(["0", "1"]).default("0"),
  START_ANYWAY: z.enum(["0", "1"]).default("0"),
  SESSION_SECRET: secrets,
  ...TossVariables,
  ...StripeVariables,
  TWOTRACK_DEMO: z.enum(["0", "1"]).default("0"),
  REFUND_ACCOUNT_KEY: encryptionKeys,
  SUPPORT_REFUND_LIMIT: amounts("KRW 100000, USD 10000"),
  SUPPORT_REFUND_DAILY: amounts("KRW 500000, USD 50000"),
  REFUND_APPROVAL_ABOVE: amounts("KRW 1000000, USD 100000"),
  REFUND_APPROVAL_ABOVE_DAILY: amounts("KRW 3000000, USD 300000"),
  KEY_REFUND_LIMIT: amounts("KRW 1000000, USD 100000"),
  KEY_REFUND_DAILY: amounts("KRW 10000000, USD 1000000"),
  DELIVERY_FEE: amounts("KRW 0, USD 0"),
  DELIVERY_FREE_FROM: amounts("KRW 0, USD 0"),
  DELIVERY_ISLAND_FEE: amounts("KRW 0, USD 0"),
  ADDRESS_SEARCH: z.enum(["on", "off"]).default("on"),
  STAFF_SECOND_FACTOR: z.enum(secondFactorsOf).optional(),
  TOTP_SHA1: z.enum(["0", "1"]).default("0"),
  MANAGER_EMAIL: z.email().optional(),
  VIRTUAL_ACCOUNT_MAX_HOURS: z.coerce.number().int().min(1).max(maxValidHours).default(defaultValidHours),
  DEPOSIT_REFUND_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
  SHOPPER_CANCEL: z.enum(shopperCancels).default("ask"),
  CAPTURE_ON_SHIPMENT: z.enum(["on", "off"]).default("off"),
  // Five years: Korea's e-commerce law requires shops to keep records of contracts and payments that long, and of
  // complaints for three. Source: Enforcement Decree of the Act on the Consumer Protection in Electronic Commerce,
  // Article 6.
  ORDER_DATA_DAYS: z.coerce.number().int().min(30).max(36_500).default(1_827),
  UNPAID_ORDER_DATA_DAYS: z.coerce.number().int().min(7).max(36_500).default(90),
  ALLOWED_REDIRECT_ORIGINS: z.string().default(""),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
  DECLINES_ALARM: z.coerce.number().int().min(1).default(50),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1_000_000).default(1),
  API_KEY_LIMIT_FACTOR: z.coerce.number().min(0.1).max(100).default(1),
  SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /./, error: "must be smtp://… or smtps://…" }).optional(),
  MAIL_FROM: z
    .string()
    .transform(parseSender)
    .refine((sender) => sender !== undefined, "must be an address, or a name and <an address>")
    .optional(),
  MAIL_FOLDER: z.string().default("data/mail"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, hostname: /./, error: "must be https://… or http://…" })
    .optional(),
  METRICS_TOKEN: z
    .string()
    .min(24, "must have at least 24 characters; `openssl rand -base64 32` makes one")
    .optional(),
  ALARM_EMAIL: z
    .string()
    .default("")
    .transform((list) => list.split(",").map((address) => address.trim()))
    .transform((list) => list.filter((address) => address !== ""))
    .pipe(z.array(z.email("must be an e-mail address, or several with commas between them")).max(10)),
  ALARM_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, hostname: /./, error: "must be https://…" })
    .refine(
      (url) => url.startsWith("https:") || isLoopback(new URL(url).hostname),
      "must be https://… to another machine; http://… is for a program on this one",
    )
    .optional(),
  ALARM_EVERY_MINUTES: z.coerce.number().int().min(1).max(1_440).default(30),
  BACKUP_FOLDER: z.string().optional(),
  BACKUP_EVERY_HOURS: z.coerce.number().int().min(1).max(8_760).default(24),
  BACKUP_KEEP: z.coerce.number().int().min(1).max(1_000).default(14),
  VERIFY_AT: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, "must be a time in Seoul, such as 04:30, or off")
    .optional(),
  LOG_FORWARD_URL: z
    .url({ protocol: /^(tls|tcp)$/, hostname: /./, error: "must be tls://HOST:PORT" })
    .refine((url) => new URL(url).port !== "", "must have a port: tls://HOST:PORT")
    .refine(
      (url) => url.startsWith("tls:") || isLoopback(new URL(url).hostname),
      "must be tls://… to another machine; tcp://… is for a collector on this one",
    )
    .optional(),
  LOG_LEVEL: z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
});

export type Variables = z.output<typeof Variables>;

/** Whether a URL is only an origin: no path, no query, no user name. */
function isOrigin(url: string) {
  if (!URL.canParse(url)) return false;
  const { origin, href } = new URL(url);
  return href === `${origin}/`;
}

/** `Shop <hello@shop.example>`, with or without quotes around the name, or the address alone. */
function parseSender(text: string): Sender | undefined {
  const [, name = "", address = text.trim()] = /^\s*"?([^"<>\p{Cc}]*?)"?\s*<([^<>]*)>\s*$/u.exec(text) ?? [];
  return z.email().safeParse(address).success ? { name, address } : undefined;
}

/** `KRW 100000, USD 10000`: every currency exactly once; otherwise undefined. */
function parseAmounts(text: string): Partial<Record<Currency, number>> | undefined {
  const given: Partial<Record<Currency, number>> = {};
  for (const part of text.split(",")) {
    const [, name, digits] = /^\s*([A-Z]{3})\s+(\d{1,12})\s*$/.exec(part) ?? [];
    const currency = currencies.find((known) => known === name);
    if (!currency || given[currency] !== undefined) return undefined;
    given[currency] = Number(digits);
  }
  return currencies.every((currency) => given[currency] !== undefined) ? given : undefined;
}
