import { raise } from "../alarms/raise";
import { days, now } from "../clock";
import { env } from "../settings/env";

// The shop has one name, that of APP_URL: cookies belong to it, and whoever presses a button under another one is refused.
// Pages that are asked for under another name lead there.

type Asked = { headers: Pick<Headers, "get">; path: string };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & {
  twotrackHosts?: { arrives: Set<HeaderName>; alarmed: Map<string, Date> };
};
scope.twotrackHosts ??= { arrives: new Set(), alarmed: new Map() };
const seen = scope.twotrackHosts;

type HeaderName = "host" | "x-forwarded-host";

/**
 * Where a page belongs that was asked for under another name than the shop's; undefined where it may be answered. `path` is
 * its path and query. The answer always begins with APP_URL, whatever was asked.
 *
 * A proxy may tell its own name of the shop instead of the one that was asked for. To lead all its pages to where they come
 * from already would never end, so a name counts as wrong only once the same header has brought the right one.
 */
export function rightAddress({ headers, path }: Asked): string | undefined {
  const { appUrl, trustedProxies, ownOrigins } = env();
  // An address of this machine's own is nobody else's, who may look around here all the same.
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

/** Of several, the one that the outermost of our own proxies was asked for. */
function forwardedHost(headers: Pick<Headers, "get">, proxies: number) {
  const hosts = (headers.get("x-forwarded-host") ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter(Boolean);
  return hosts.at(-proxies) ?? hosts[0];
}

/** Without its port, which some proxies leave out. */
function hostnameOf(host: string): string | undefined {
  const url = `http://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** How many names may raise an alarm within a day: whoever makes names up must not wake anybody for each. */
const alarmsPerDay = 5;

/**
 * Calls the operator when a button on one of the shop's own pages was refused because of the name it was opened under:
 * shoppers there cannot pay. Once a day for each name.
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

/** A page of another site's is no page of ours under a wrong name; its browser says so, or its name is not the one asked for. */
function isOwnPage(headers: Pick<Headers, "get">, host: string) {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return [headers.get("host"), headers.get("x-forwarded-host")].includes(host);
}

/** Forgets what was seen, for tests. */
export function forgetHosts() {
  seen.arrives.clear();
  seen.alarmed.clear();
}
