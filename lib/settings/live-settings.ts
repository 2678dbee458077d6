import { isGuessable } from "./guessable";

export type LiveSettings = {
  LOG_LEVEL: string;
  RATE_LIMIT_FACTOR: number;
  DECLINES_ALARM: number;
  MANAGER_EMAIL?: string | undefined;
  APP_URL?: string | undefined;
  SMTP_URL?: string | undefined;
  LOG_FORWARD_URL?: string | undefined;
  METRICS_TOKEN?: string | undefined;
  ALARM_EMAIL: string[];
  ALARM_WEBHOOK_URL?: string | undefined;
  MAIL_FROM?: { address: string } | undefined;
  SESSION_SECRET?: string[] | undefined;
  REFUND_ACCOUNT_KEY?: Buffer[] | undefined;
  STRIPE_WEBHOOK_SECRET?: string[] | undefined;
};

/**
 * Settings that must not keep their demo or example values with live keys, as one sentence each: secrets that strangers
 * know or guess, and switches that turn off rate limits or security logs. `redirects` are the origins in
 * ALLOWED_REDIRECT_ORIGINS.
 */
export function unfitForLive(vars: LiveSettings, redirects: string[]): string[] {
  return [...unwatched(vars), ...guessed(vars), ...ofExamples(vars, redirects)];
}

function unwatched(vars: LiveSettings) {
  const faults: string[] = [];
  // Refusals are logged as warnings; the ends of the chains, which reveal cut-off rows, as info.
  if (!["info", "debug", "trace"].includes(vars.LOG_LEVEL))
    faults.push(
      "LOG_LEVEL must be info, debug or trace with live keys: otherwise the log leaves out security events or where the chains end.",
    );
  if (vars.RATE_LIMIT_FACTOR < 0.1 || vars.RATE_LIMIT_FACTOR > 100)
    faults.push(
      "RATE_LIMIT_FACTOR must be from 0.1 to 100 with live keys: strangers need limits, and shoppers room.",
    );
  if (vars.DECLINES_ALARM > 10_000)
    faults.push(
      "DECLINES_ALARM must be at most 10000 with live keys: otherwise nobody learns of card testers.",
    );
  return faults;
}

function guessed(vars: LiveSettings) {
  const faults: string[] = [];
  // Each of them gives access to orders and the desk, so all must be strong.
  if (vars.SESSION_SECRET?.some((secret) => isGuessable(secret)))
    faults.push("SESSION_SECRET is easily guessed: with live keys make one with `openssl rand -base64 32`.");
  // The keys after the first only decrypt stored data, so a weak one can be rotated out.
  const [key] = vars.REFUND_ACCOUNT_KEY ?? [];
  if (key && isGuessable(key, 16))
    faults.push("REFUND_ACCOUNT_KEY is easily guessed: with live keys make one with `openssl rand -hex 32`.");
  if (key && vars.SESSION_SECRET?.some((secret) => secret.toLowerCase() === key.toString("hex")))
    faults.push("SESSION_SECRET and REFUND_ACCOUNT_KEY are the same: with live keys make one for each.");
  if (vars.METRICS_TOKEN && isGuessable(vars.METRICS_TOKEN))
    faults.push("METRICS_TOKEN is easily guessed: with live keys make one with `openssl rand -base64 32`.");
  if (vars.STRIPE_WEBHOOK_SECRET?.some((secret) => isGuessable(secret.slice("whsec_".length))))
    faults.push(
      "STRIPE_WEBHOOK_SECRET is easily guessed: with live keys set the one that Stripe's dashboard shows.",
    );
  return faults;
}

function ofExamples(vars: LiveSettings, redirects: string[]) {
  const hostsOf: Record<string, (string | undefined)[]> = {
    APP_URL: [hostOf(vars.APP_URL)],
    SMTP_URL: [hostOf(vars.SMTP_URL)],
    LOG_FORWARD_URL: [hostOf(vars.LOG_FORWARD_URL)],
    ALARM_EMAIL: vars.ALARM_EMAIL.map((address) => address.split("@")[1]),
    ALARM_WEBHOOK_URL: [hostOf(vars.ALARM_WEBHOOK_URL)],
    MAIL_FROM: [vars.MAIL_FROM?.address.split("@")[1]],
    ALLOWED_REDIRECT_ORIGINS: redirects.map(hostOf),
    MANAGER_EMAIL: [vars.MANAGER_EMAIL?.split("@")[1]],
  };
  return [
    ...(vars.MANAGER_EMAIL
      ? []
      : ["MANAGER_EMAIL is missing: with live keys say whose address the first manager of the desk has."]),
    ...Object.entries(hostsOf)
      .filter(([, hosts]) => hosts.some((host) => host && isExample(host)))
      .map(
        ([name]) => `${name} names a domain that is kept for examples: with live keys it must be your own.`,
      ),
  ];
}

const hostOf = (url: string | undefined) => (url ? new URL(url).hostname : undefined);

/** Reserved names nobody can own. Source: RFC 2606 and RFC 6761, sections 6.4 and 6.5. */
const isExample = (host: string) => /(^|\.)(example|invalid|example\.(com|net|org))\.?$/i.test(host);
