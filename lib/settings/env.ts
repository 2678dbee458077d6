import { z } from "zod";
import type { GatewayName } from "../contracts/gateways";
import { defaultValidHours, maxValidHours } from "../contracts/methods";
import { isLoopback } from "../loopback";
import { type Currency, currencies } from "../money";
import { type Emulator, isLive } from "./credentials";
import { faultOfAddress } from "./database-url";
import { faultsOfLive } from "./live";
import { withSecretFiles } from "./secret-files";
import { readStripeKeys, type StripeSettings, StripeVariables, stripeSettings } from "./stripe";
import { readTossPairs, type TossSettings, TossVariables, tossSettings } from "./toss";

export type Env = {
  port: number;
  /** The address the server listens on. */
  host: string;
  /** The shop's public URL, without a trailing slash. */
  appUrl: string;
  /** Whether the shop may start on books that do not look like its own. */
  startAnyway: boolean;
  /** Whether this release may start on a database that a newer release has migrated. */
  allowNewerDatabase: boolean;
  /**
   * The first one signs, and all of them verify. If empty, a secret is generated and stored in the database, which live
   * mode does not allow.
   */
  sessionSecrets: string[];
  /** Whether no gateway has keys, so that the built-in emulators stand in for all of them. */
  demo: boolean;
  /** Whether the emulators are served under the shop's own URL, for a demo with visitors from elsewhere. */
  servesEmulators: boolean;
  /** False with test keys: no real money moves. */
  live: boolean;
  toss: TossSettings;
  stripe: StripeSettings;
  /**
   * Keys for refund accounts of deposits, 32 bytes each: the first one encrypts, all decrypt. If empty, none are
   * stored.
   */
  refundAccountKeys: Buffer[];
  /** How much one operator may refund, in minor units per currency. */
  refundLimits: {
    /** Per order in total, with the role support. */
    support: Record<Currency, number>;
    /** Per day in Seoul, with the role support. */
    supportDaily: Record<Currency, number>;
    /** Per order; anything above it needs a second approver, whatever the role. */
    approvalAbove: Record<Currency, number>;
    /** Per day in Seoul; anything above it needs a second approver, whatever the role. */
    approvalAboveDaily: Record<Currency, number>;
  };
  /** How much an API key without its own caps may refund, in minor units per currency. */
  keyRefundCaps: Record<"perOrder" | "perDay", Record<Currency, number>>;
  /** Which operators must use a second factor. */
  secondFactorOf: SecondFactorOf;
  /** Whether an authenticator app that only supports SHA-1 may be set up. */
  totpSha1: boolean;
  /** The email address of the desk's first manager. */
  managerEmail: string;
  /**
   * What a shopper's cancel request for a paid order does: nothing, a request for staff, or a refund if it has not
   * shipped.
   */
  shopperCancel: ShopperCancel;
  /** How many days after its creation a paid order keeps personal data. */
  orderDataDays: number;
  /** Likewise for an order that ended unpaid. */
  unpaidOrderDataDays: number;
  /** For at most how many hours an account may wait for its deposit, and hold the items of its order. */
  accountMaxHours: number;
  /** How many of the operator's own proxies are in front of the shop and add to X-Forwarded-For. */
  trustedProxies: number;
  /** How many declined cards per hour in the whole shop raise an alarm. */
  declinesAlarm: number;
  /** Multiplies the rate limits per address; 0 turns them off. */
  rateLimitFactor: number;
  /** The shop's public origin and, on a loopback address, its other names. */
  ownOrigins: string[];
  /** The shop's own origins and those in ALLOWED_REDIRECT_ORIGINS. */
  allowedOrigins: string[];
  /** Without `smtpUrl`, emails are written to files in `folder` rather than sent. */
  mail: {
    smtpUrl: string | undefined;
    /** Whether an email waits rather than being sent without TLS. */
    requireTls: boolean;
    from: Sender | undefined;
    folder: string;
  };
  /** Recipients of alarms, and how often the same one may repeat. */
  alarms: { emails: string[]; webhookUrl: string | undefined; everyMinutes: number };
  /** Where backups are stored, how often one is taken and how many are kept; without a folder, none are taken. */
  backup: { folder: string | undefined; everyHours: number; keep: number };
  /** When the books are verified each day, in milliseconds after midnight in Seoul; undefined turns it off. */
  verifyAtMs: number | undefined;
  /** Whether traces are sent to a collector. */
  traces: boolean;
  /** The bearer token for reading metrics; undefined turns metrics off. */
  metricsToken: string | undefined;
  logLevel: string;
  /** A collector that also receives every log line. */
  logForwardUrl: string | undefined;
};

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

const Variables = z.object({
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
  STAFF_SECOND_FACTOR: z.enum(secondFactorsOf).optional(),
  TOTP_SHA1: z.enum(["0", "1"]).default("0"),
  MANAGER_EMAIL: z.email().optional(),
  VIRTUAL_ACCOUNT_MAX_HOURS: z.coerce.number().int().min(1).max(maxValidHours).default(defaultValidHours),
  SHOPPER_CANCEL: z.enum(shopperCancels).default("ask"),
  // Five years: Korea's e-commerce law requires shops to keep records of contracts and payments that long, and of
  // complaints for three. Source: Enforcement Decree of the Act on the Consumer Protection in Electronic Commerce,
  // Article 6.
  ORDER_DATA_DAYS: z.coerce.number().int().min(30).max(36_500).default(1_827),
  UNPAID_ORDER_DATA_DAYS: z.coerce.number().int().min(7).max(36_500).default(90),
  ALLOWED_REDIRECT_ORIGINS: z.string().default(""),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
  DECLINES_ALARM: z.coerce.number().int().min(1).default(50),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1_000_000).default(1),
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

/** Whether a URL is only an origin: no path, no query, no user name. */
function isOrigin(url: string) {
  if (!URL.canParse(url)) return false;
  const { origin, href } = new URL(url);
  return href === `${origin}/`;
}

/** Everything wrong with the environment, by variable name. The server does not start with it. */
export class EnvError extends Error {
  constructor(readonly faults: string[]) {
    super(`The environment does not fit:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "EnvError";
  }
}

/** Parses the environment. Throws EnvError, which names every invalid variable and never its value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const { given, faults: unread } = withSecretFiles(source);
  // An empty line in a .env file means "not set".
  const parsed = Variables.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")),
  );
  const misfits = parsed.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
  if (!parsed.success || unread.length > 0) throw new EnvError([...unread, ...misfits]);
  const vars = parsed.data;
  const faults: string[] = [];

  const appUrl = new URL(vars.APP_URL ?? `http://localhost:${vars.PORT}`).origin;
  const { pairs, stripeKeys, hasToss, hasKeys, live } = readKeys(vars, faults);
  const loopback = isLoopback(new URL(appUrl).hostname) && (!vars.HOST || isLoopback(vars.HOST));
  const demo = !hasKeys && faults.length === 0 && (loopback || vars.TWOTRACK_DEMO === "1");
  const notLoopback = vars.HOST && !isLoopback(vars.HOST) ? "HOST" : "APP_URL";
  if (!hasKeys && !demo && faults.length === 0)
    faults.push(
      `TOSS_WIDGET_CLIENT_KEY and TOSS_WIDGET_SECRET_KEY are not set, and ${notLoopback} is not an address of this machine's own. ` +
        "Set both keys, or those of Stripe, or TWOTRACK_DEMO=1 if you mean to sell for play money there." +
        (notLoopback === "HOST"
          ? " If your shell sets HOST by itself, set it to 127.0.0.1 in .env or remove it."
          : ""),
    );
  const listed = originsIn(vars.ALLOWED_REDIRECT_ORIGINS, faults);
  if (hasKeys && vars.TWOTRACK_DEMO === "1")
    faults.push("TWOTRACK_DEMO is 1 although TOSS_… or STRIPE_… keys are set: remove the one or the others.");
  if (vars.SMTP_URL && !vars.MAIL_FROM)
    faults.push(
      "MAIL_FROM is missing: with SMTP_URL letters need a sender, such as Shop <hello@shop.example>.",
    );
  if (vars.MIGRATE_DATABASE_URL && vars.DATABASE_URL.startsWith("file:"))
    faults.push("MIGRATE_DATABASE_URL is set and DATABASE_URL names a file: set the PostgreSQL of both.");
  for (const name of ["SESSION_SECRET", "REFUND_ACCOUNT_KEY"] as const)
    if (source[`${name}_PREVIOUS`] || source[`${name}_PREVIOUS_FILE`])
      faults.push(
        `${name}_PREVIOUS is read no more: put that one into ${name}, after the new one and a comma.`,
      );
  if (live) faults.push(...faultsOfLive(vars, listed, source));
  if (faults.length > 0) throw new EnvError(faults);

  // With test keys of one gateway, the other one is emulated for developers; emulated and real payments never mix.
  const mayEmulate = demo || (loopback && !live);
  const servesEmulators = demo && !isLoopback(new URL(appUrl).hostname);
  const emulatorOf = (gateway: GatewayName, port: number): Emulator => {
    const url = `http://localhost:${port}`;
    return { url, publicUrl: servesEmulators ? `${appUrl}${emulatorPath(gateway)}` : url };
  };
  const [tossEmulator, stripeEmulator] = [
    mayEmulate && !hasToss ? emulatorOf("toss", vars.EMULATOR_TOSS_PORT) : undefined,
    mayEmulate && !stripeKeys ? emulatorOf("stripe", vars.EMULATOR_STRIPE_PORT) : undefined,
  ];
  const own = ownOrigins(appUrl);
  return {
    port: vars.PORT,
    // Live payments pass through a proxy that terminates TLS, on this machine unless configured otherwise: a client
    // reaching the port directly could forge its address.
    host: vars.HOST ?? (demo || live ? "127.0.0.1" : "0.0.0.0"),
    appUrl,
    startAnyway: vars.START_ANYWAY === "1",
    allowNewerDatabase: vars.ALLOW_NEWER_DATABASE === "1",
    sessionSecrets: vars.SESSION_SECRET ?? [],
    demo,
    servesEmulators,
    live,
    toss: tossSettings(vars, pairs, tossEmulator),
    stripe: stripeSettings(vars, stripeKeys, stripeEmulator),
    // Demo refunds go to fake accounts, so a demo needs no key.
    refundAccountKeys: vars.REFUND_ACCOUNT_KEY ?? (demo ? [Buffer.alloc(32, "demo")] : []),
    refundLimits: {
      support: vars.SUPPORT_REFUND_LIMIT,
      supportDaily: vars.SUPPORT_REFUND_DAILY,
      approvalAbove: vars.REFUND_APPROVAL_ABOVE,
      approvalAboveDaily: vars.REFUND_APPROVAL_ABOVE_DAILY,
    },
    keyRefundCaps: { perOrder: vars.KEY_REFUND_LIMIT, perDay: vars.KEY_REFUND_DAILY },
    secondFactorOf: vars.STAFF_SECOND_FACTOR ?? (live ? "all" : "nobody"),
    totpSha1: vars.TOTP_SHA1 === "1",
    managerEmail: vars.MANAGER_EMAIL ?? "manager@shop.example",
    shopperCancel: vars.SHOPPER_CANCEL,
    orderDataDays: vars.ORDER_DATA_DAYS,
    unpaidOrderDataDays: vars.UNPAID_ORDER_DATA_DAYS,
    accountMaxHours: vars.VIRTUAL_ACCOUNT_MAX_HOURS,
    trustedProxies: vars.TRUSTED_PROXIES ?? 0,
    declinesAlarm: vars.DECLINES_ALARM,
    rateLimitFactor: vars.RATE_LIMIT_FACTOR,
    ownOrigins: own,
    allowedOrigins: [...own, ...listed],
    mail: {
      smtpUrl: vars.SMTP_URL,
      requireTls: requiresTls(vars.SMTP_URL, live && vars.ENCRYPTED_NETWORK === "0"),
      from: vars.MAIL_FROM,
      folder: vars.MAIL_FOLDER,
    },
    alarms: {
      emails: vars.ALARM_EMAIL,
      webhookUrl: vars.ALARM_WEBHOOK_URL,
      everyMinutes: vars.ALARM_EVERY_MINUTES,
    },
    backup: { folder: vars.BACKUP_FOLDER, everyHours: vars.BACKUP_EVERY_HOURS, keep: vars.BACKUP_KEEP },
    verifyAtMs: msAfterMidnight(vars.VERIFY_AT ?? (live ? "04:30" : "off")),
    traces: vars.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    metricsToken: vars.METRICS_TOKEN,
    logLevel: vars.LOG_LEVEL,
    logForwardUrl: vars.LOG_FORWARD_URL,
  };
}

/** The keys of all gateways. `live` while one of them moves real money. */
function readKeys(vars: z.output<typeof Variables>, faults: string[]) {
  const pairs = readTossPairs(vars, faults);
  const stripeKeys = readStripeKeys(vars, faults);
  const hasToss = pairs.widget !== undefined || pairs.api !== undefined;
  const secrets = [...Object.values(pairs), ...(stripeKeys ? [stripeKeys] : [])].map(
    (keys) => keys.secretKey,
  );
  if (hasToss && stripeKeys && new Set(secrets.map(isLive)).size > 1 && faults.length === 0)
    faults.push("TOSS_… and STRIPE_… are of two environments: test keys beside live keys.");
  return { pairs, stripeKeys, hasToss, hasKeys: secrets.length > 0, live: secrets.some(isLive) };
}

/** The path under the shop's URL where a demo serves a gateway's emulator. */
export const emulatorPath = (gateway: GatewayName) => `/emulators/${gateway}`;

/**
 * Passwords, and emails of a live shop, never cross a network without TLS; a mail server on this machine needs none.
 */
function requiresTls(smtpUrl: string | undefined, always: boolean) {
  if (!smtpUrl) return false;
  const { hostname, username } = new URL(smtpUrl);
  return !isLoopback(hostname) && (username !== "" || always);
}

/** `Shop <hello@shop.example>`, with or without quotes around the name, or the address alone. */
function parseSender(text: string): Sender | undefined {
  const [, name = "", address = text.trim()] = /^\s*"?([^"<>\p{Cc}]*?)"?\s*<([^<>]*)>\s*$/u.exec(text) ?? [];
  return z.email().safeParse(address).success ? { name, address } : undefined;
}

/** `04:30` in milliseconds after midnight; undefined for `off`. */
function msAfterMidnight(text: string): number | undefined {
  const [hour, minute] = text.split(":").map(Number);
  return hour === undefined || minute === undefined ? undefined : (hour * 60 + minute) * 60_000;
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

function ownOrigins(appUrl: string) {
  const { protocol, hostname, port } = new URL(appUrl);
  if (!isLoopback(hostname)) return [appUrl];
  return ["localhost", "127.0.0.1", "[::1]"].map((name) => `${protocol}//${name}${port ? `:${port}` : ""}`);
}

function originsIn(list: string, faults: string[]) {
  const parts = list
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.every((part) => /^https?:/.test(part) && URL.canParse(part)))
    return parts.map((part) => new URL(part).origin);
  faults.push(
    "ALLOWED_REDIRECT_ORIGINS must be a comma-separated list of origins such as https://shop.example.",
  );
  return [];
}

let parsedOnce: Env | undefined;

/** The environment of this process, parsed on first use. */
export const env = (): Env => {
  parsedOnce ??= parseEnv(process.env);
  return parsedOnce;
};
