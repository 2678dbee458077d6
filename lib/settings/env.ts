import type { z } from "zod";
import type { GatewayName } from "../contracts/gateways";
import type { DeliveryRates } from "../delivery-fee";
import { isLoopback } from "../loopback";
import type { Currency } from "../money";
import { type AddressSearch, addressSearchScript } from "./address-search";
import { type Emulator, isLive } from "./credentials";
import { faultsOfLive } from "./live";
import { withSecretFiles } from "./secret-files";
import { readStripeKeys, type StripeSettings, stripeSettings } from "./stripe";
import { readTossPairs, type TossSettings, tossSettings } from "./toss";
import { type SecondFactorOf, type Sender, type ShopperCancel, Variables } from "./variables";

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
  /** What delivery costs, per currency. */
  delivery: Record<Currency, DeliveryRates>;
  /** The search for Korean addresses on the order sheet. */
  addressSearch: AddressSearch;
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
  /** Whether marking an order as shipped captures the money that a bank holds for it. */
  captureOnShipment: boolean;
  /** How many days after its creation a paid order keeps personal data. */
  orderDataDays: number;
  /** Likewise for an order that ended unpaid. */
  unpaidOrderDataDays: number;
  /** For how many days the gateway refunds a deposit, by the shop's contract. */
  depositRefundDays: number;
  /** For at most how many hours an account may wait for its deposit, and hold the items of its order. */
  accountMaxHours: number;
  /** How many of the operator's own proxies are in front of the shop and add to X-Forwarded-For. */
  trustedProxies: number;
  /** How many declined cards per hour in the whole shop raise an alarm. */
  declinesAlarm: number;
  /** Multiplies the rate limits per address; 0 turns them off. */
  rateLimitFactor: number;
  /** Multiplies the rate limits per API key. */
  apiKeyLimitFactor: number;
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

/** Everything wrong with the environment, by variable name. The server does not start with it. */
export class EnvError extends Error {
  constructor(readonly faults: string[]) {
    super(`The environment does not fit:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "EnvError";
  }
}

/** Parses the environment. Throws EnvError, which names every invalid variable and never its value. */
export function parseEnv(source: Source): Env {
  const vars = readVariables(source);
  const faults: string[] = [];
  const mode = modeOf(vars, faults);
  const listed = originsIn(vars.ALLOWED_REDIRECT_ORIGINS, faults);
  faults.push(...contradictionsIn(vars, source, mode));
  if (mode.live) faults.push(...faultsOfLive(vars, listed, source));
  if (faults.length > 0) throw new EnvError(faults);
  return settingsOf(vars, mode, listed);
}

type Source = Record<string, string | undefined>;

/** Each variable by itself. */
function readVariables(source: Source): Variables {
  const { given, faults: unread } = withSecretFiles(source);
  // An empty line in a .env file means "not set".
  const parsed = Variables.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")),
  );
  const misfits = parsed.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
  if (!parsed.success || unread.length > 0) throw new EnvError([...unread, ...misfits]);
  return parsed.data;
}

type Mode = ReturnType<typeof modeOf>;

/** Whether this is a demo, a shop with test keys or a live shop, by its keys and its address. */
function modeOf(vars: Variables, faults: string[]) {
  const appUrl = new URL(vars.APP_URL ?? `http://localhost:${vars.PORT}`).origin;
  const isLocalUrl = isLoopback(new URL(appUrl).hostname);
  const isLocal = isLocalUrl && (!vars.HOST || isLoopback(vars.HOST));
  const keys = readKeys(vars, faults);
  const mayDemo = isLocal || vars.TWOTRACK_DEMO === "1";
  if (!keys.hasKeys && !mayDemo && faults.length === 0) faults.push(noKeys(vars));
  const demo = !keys.hasKeys && faults.length === 0;
  return {
    ...keys,
    appUrl,
    demo,
    // With test keys of one gateway, the other one is emulated for developers; emulated and real payments never mix.
    mayEmulate: demo || (isLocal && !keys.live),
    servesEmulators: demo && !isLocalUrl,
  };
}

/** The keys of all gateways. `live` while one of them moves real money. */
function readKeys(vars: Variables, faults: string[]) {
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

function noKeys({ HOST }: Variables) {
  const isHost = HOST && !isLoopback(HOST);
  return (
    `TOSS_WIDGET_CLIENT_KEY and TOSS_WIDGET_SECRET_KEY are not set, and ${isHost ? "HOST" : "APP_URL"} is not an address of this machine's own. ` +
    "Set both keys, or those of Stripe, or TWOTRACK_DEMO=1 if you mean to sell for play money there." +
    (isHost ? " If your shell sets HOST by itself, set it to 127.0.0.1 in .env or remove it." : "")
  );
}

/** Variables that fit by themselves and not together. */
function contradictionsIn(vars: Variables, source: Source, { hasKeys }: Mode): string[] {
  const faults: string[] = [];
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
  return faults;
}

function settingsOf(vars: Variables, mode: Mode, listed: string[]): Env {
  const { appUrl, demo, live, servesEmulators } = mode;
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
    ...gatewaysOf(vars, mode),
    // Demo refunds go to fake accounts, so a demo needs no key.
    refundAccountKeys: vars.REFUND_ACCOUNT_KEY ?? (demo ? [Buffer.alloc(32, "demo")] : []),
    refundLimits: {
      support: vars.SUPPORT_REFUND_LIMIT,
      supportDaily: vars.SUPPORT_REFUND_DAILY,
      approvalAbove: vars.REFUND_APPROVAL_ABOVE,
      approvalAboveDaily: vars.REFUND_APPROVAL_ABOVE_DAILY,
    },
    keyRefundCaps: { perOrder: vars.KEY_REFUND_LIMIT, perDay: vars.KEY_REFUND_DAILY },
    delivery: { KRW: ratesIn(vars, "KRW"), USD: ratesIn(vars, "USD") },
    secondFactorOf: vars.STAFF_SECOND_FACTOR ?? (live ? "all" : "nobody"),
    totpSha1: vars.TOTP_SHA1 === "1",
    managerEmail: vars.MANAGER_EMAIL ?? "manager@shop.example",
    shopperCancel: vars.SHOPPER_CANCEL,
    captureOnShipment: vars.CAPTURE_ON_SHIPMENT === "on",
    orderDataDays: vars.ORDER_DATA_DAYS,
    unpaidOrderDataDays: vars.UNPAID_ORDER_DATA_DAYS,
    depositRefundDays: vars.DEPOSIT_REFUND_DAYS,
    accountMaxHours: vars.VIRTUAL_ACCOUNT_MAX_HOURS,
    trustedProxies: vars.TRUSTED_PROXIES ?? 0,
    declinesAlarm: vars.DECLINES_ALARM,
    rateLimitFactor: vars.RATE_LIMIT_FACTOR,
    apiKeyLimitFactor: vars.API_KEY_LIMIT_FACTOR,
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

function gatewaysOf(
  vars: Variables,
  { appUrl, mayEmulate, servesEmulators, hasToss, pairs, stripeKeys }: Mode,
): Pick<Env, GatewayName | "addressSearch"> {
  const emulatorOf = (gateway: GatewayName, port: number, hasOwnKeys: boolean): Emulator | undefined => {
    if (!mayEmulate || hasOwnKeys) return undefined;
    const url = `http://localhost:${port}`;
    return { url, publicUrl: servesEmulators ? `${appUrl}${emulatorPath(gateway)}` : url };
  };
  const tossEmulator = emulatorOf("toss", vars.EMULATOR_TOSS_PORT, hasToss);
  return {
    addressSearch: {
      scriptUrl:
        vars.ADDRESS_SEARCH === "off"
          ? undefined
          : tossEmulator
            ? `${tossEmulator.publicUrl}/postcode.v2.js`
            : addressSearchScript.url,
      emulated: tossEmulator !== undefined,
    },
    toss: tossSettings(vars, pairs, tossEmulator),
    stripe: stripeSettings(
      vars,
      stripeKeys,
      emulatorOf("stripe", vars.EMULATOR_STRIPE_PORT, stripeKeys !== undefined),
    ),
  };
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

/** `04:30` in milliseconds after midnight; undefined for `off`. */
function msAfterMidnight(text: string): number | undefined {
  const [hour, minute] = text.split(":").map(Number);
  return hour === undefined || minute === undefined ? undefined : (hour * 60 + minute) * 60_000;
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

const ratesIn = (vars: z.output<typeof Variables>, currency: Currency): DeliveryRates => ({
  fee: vars.DELIVERY_FEE[currency],
  freeFrom: vars.DELIVERY_FREE_FROM[currency],
  islandFee: vars.DELIVERY_ISLAND_FEE[currency],
});
