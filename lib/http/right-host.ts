import { raise } from "../alarms/raise";
import { days, now } from "../clock";
import { env } from "../settings/env";

// The shop has one host name, the one in APP_URL: cookies belong to it, and buttons pressed under another name are
// refused. Pages requested under another name redirect to it.

type Asked = { headers: Pick<Headers, "get">; path: string };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & {
  twotrackHosts?: { arrives: Set<HeaderName>; alarmed: Map<string, Date> };
};
scope.twotrackHosts ??= { arrives: new Set(), alarmed: new Map() };
const seen = scope.twotrackHosts;

type HeaderName = "host" | "x-forwarded-host";

/**
 * Where to redirect a page that was requested under another host name than the shop's; undefined if it can be answered.
 * `path` is its path and query. The result always begins with APP_URL, whatever was requested.
 *
 * A proxy may pass its own name of the shop in place of the requested one. Redirecting all its pages to where they
 * already come from would never end, so a name counts as wrong only after the same header has contained the right one.
 */
export function rightAddress({ headers, path }: Asked): string | undefined {
  const { appUrl, trustedProxies, ownOrigins } = env();
  // A loopback APP_URL is useless to visitors from other machines, so they are not redirected to it.
  if (ownOrigins.length > 1) return undefined;
  const told = trustedProxies > 0 ? forwardedHost(headers, trustedProxies) : undefined;
  const name: HeaderName = told === undefined ? "host" : "x-forwarded-host";
  const asked = hostnameOf(told ?? headers.get("host") ?? "");
  if (asked === undefined) return undefined;
  if (asked === new URL(appUrl).hostname) {
    seen.arrives.add(name);
    return undefined;
  }
  return seen.arrives.has(name) ? appUrl + path : undefined;
}

/** If there are several, the one that was requested from the outermost of our own proxies. */
function forwardedHost(headers: Pick<Headers, "get">, proxies: number) {
  const hosts = (headers.get("x-forwarded-host") ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter(Boolean);
  return hosts.at(-proxies) ?? hosts[0];
}

/** The host name without its port, which some proxies omit. */
function hostnameOf(host: string): string | undefined {
  const url = `http://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** How many names may raise an alarm per day, so that made-up names cannot flood the operator. */
const alarmsPerDay = 5;

/**
 * Alerts the operator when a button on one of the shop's own pages was refused because of the host name it was opened
 * under: shoppers there cannot pay. Once a day per name.
 */
export function tellWrongName(headers: Pick<Headers, "get">) {
  const origin = headers.get("origin") ?? "";
  if (!URL.canParse(origin) || !isOwnPage(headers, new URL(origin).host)) return;
  for (const [name, at] of seen.alarmed)
    if (now().getTime() - at.getTime() >= days(1)) seen.alarmed.delete(name);
  if (seen.alarmed.has(origin) || seen.alarmed.size >= alarmsPerDay) return;
  seen.alarmed.set(origin, now());
  raise(
    "wrong_address",
    { origin, app_url: env().appUrl },
    "a shopper could not go on, because the shop was opened under another address than APP_URL: lead that address to " +
      "APP_URL, or set APP_URL to it",
  );
}

/**
 * Whether the refused request came from our own page under a wrong name, rather than from another site. Checks
 * Sec-Fetch-Site, or, in browsers without it, whether the origin is the requested host.
 */
function isOwnPage(headers: Pick<Headers, "get">, host: string) {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return [headers.get("host"), headers.get("x-forwarded-host")].includes(host);
}

/** Clears what was seen, for tests. */
export function forgetHosts() {
  seen.arrives.clear();
  seen.alarmed.clear();
}
