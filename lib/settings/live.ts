import { isLoopback } from "../loopback";
import { serverOf } from "./database-url";
import { type LiveSettings, unfitForLive } from "./live-settings";

// What a shop that takes real money must set, and what must not cross a network in the clear.

type Settings = LiveSettings &
  Partial<Record<(typeof addresses)[number] | Reached, string | undefined>> & {
    OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
    STAFF_SECOND_FACTOR?: string | undefined;
    TRUSTED_PROXIES?: number | undefined;
  };

type Source = Record<string, string | undefined>;

/**
 * Everything wrong with the settings of a shop with live keys, as one sentence each. `redirects` are the origins in
 * ALLOWED_REDIRECT_ORIGINS.
 */
export const faultsOfLive = (vars: Settings, redirects: string[], source: Source): string[] => [
  ...tracesInClear(vars),
  ...missing(vars),
  ...inClear(vars, redirects),
  ...acrossNetworks(vars, source),
  ...unfitForLive(vars, redirects),
];

function missing(vars: Settings): string[] {
  const faults: string[] = [];
  if (vars.ALARM_EMAIL.length > 0 && !vars.SMTP_URL)
    faults.push("ALARM_EMAIL is set and SMTP_URL is not: set the mail server that carries alarms.");
  if (!vars.SESSION_SECRET)
    faults.push(
      "SESSION_SECRET is missing: with live keys it must be set here, so that whoever reads the database cannot sign in. " +
        "Make one with `openssl rand -base64 32`, and keep it apart from the database and its backups.",
    );
  if (vars.STAFF_SECOND_FACTOR === "nobody")
    faults.push("STAFF_SECOND_FACTOR must be managers or all with live keys.");
  // Behind a proxy that is not configured, all shoppers would share one budget, and one of them could use it up for all.
  if (vars.TRUSTED_PROXIES === undefined)
    faults.push(
      "TRUSTED_PROXIES is missing: with live keys say how many proxies of your own stand before the shop, 0 for none.",
    );
  return faults;
}

function tracesInClear(vars: Settings): string[] {
  const collector = new URL(vars.OTEL_EXPORTER_OTLP_ENDPOINT ?? "http://localhost");
  if (vars.ENCRYPTED_NETWORK === "1" || collector.protocol === "https:" || isLoopback(collector.hostname))
    return [];
  return [
    "OTEL_EXPORTER_OTLP_ENDPOINT must begin with https:// while the keys are live and the collector is on another machine, " +
      "or set ENCRYPTED_NETWORK=1 if something else encrypts that network.",
  ];
}

const addresses = [
  "APP_URL",
  "TOSS_BASE_URL",
  "TOSS_SDK_URL",
  "STRIPE_API_URL",
  "STRIPE_SCRIPT_URL",
] as const;

/** Settings that would send live payments, secret keys or cookies without TLS, as one sentence per variable. */
function inClear(vars: { [name in (typeof addresses)[number]]?: string | undefined }, redirects: string[]) {
  const isClear = (address: string | undefined) => address?.startsWith("http:") === true;
  return [
    ...(vars.APP_URL
      ? []
      : [
          "APP_URL is missing: with live keys it must be the shop's public https address, such as https://shop.example.",
        ]),
    ...(vars.APP_URL && !isClear(vars.APP_URL.toLowerCase()) && isLoopback(new URL(vars.APP_URL).hostname)
      ? ["APP_URL must be the shop's public address with live keys, and not this machine's own."]
      : []),
    ...addresses
      .filter((name) => isClear(vars[name]?.toLowerCase()))
      .map((name) => `${name} must begin with https:// while the keys are live.`),
    ...(redirects.some(isClear)
      ? ["ALLOWED_REDIRECT_ORIGINS must only have origins that begin with https:// while the keys are live."]
      : []),
  ];
}

type Reached = "HOST" | "ENCRYPTED_NETWORK" | "SMTP_URL" | "DATABASE_URL" | "MIGRATE_DATABASE_URL";

/**
 * Settings that would cross a network unencrypted or unverified with live keys: the shop's own HTTP, its database and its
 * mail. ENCRYPTED_NETWORK means that something else encrypts that network; it never permits unverified certificates.
 */
function acrossNetworks(
  vars: { [name in Reached]?: string | undefined },
  source: Record<string, string | undefined>,
) {
  const faults: string[] = [];
  if (source.NODE_TLS_REJECT_UNAUTHORIZED === "0")
    faults.push("NODE_TLS_REJECT_UNAUTHORIZED must not be 0 while the keys are live: remove it.");
  const mail = new URLSearchParams(vars.SMTP_URL?.split("?")[1]);
  if (tlsSwitches.some((name) => mail.has(name)))
    faults.push(`SMTP_URL must have none of ${tlsSwitches.join(", ")} while the keys are live.`);
  if (vars.ENCRYPTED_NETWORK === "1") return faults;
  const unless = "or set ENCRYPTED_NETWORK=1 if something else encrypts that network";
  if (vars.HOST && !isLoopback(vars.HOST))
    faults.push(
      `HOST must be an address of this machine's own, such as 127.0.0.1, while the keys are live, since the shop speaks http: put the proxy on this machine, ${unless}.`,
    );
  for (const name of ["DATABASE_URL", "MIGRATE_DATABASE_URL"] as const) {
    const server = serverOf(vars[name] ?? "", source);
    if (server && !server.host.startsWith("/") && !isLoopback(server.host) && !server.verified)
      faults.push(
        `${name} must say sslmode=verify-full while the keys are live and PostgreSQL is on another machine; add it, ${unless}.`,
      );
  }
  return faults;
}

/** Parameters of nodemailer's addresses that weaken TLS. */
const tlsSwitches = ["tls.rejectUnauthorized", "ignoreTLS", "requireTLS", "opportunisticTLS"];
