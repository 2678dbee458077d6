import { now } from "../clock";
import { env } from "../settings/env";

/** The cookies that a browser sent, by name. */
export function readCookies(header: string | null): Map<string, string> {
  const pairs = (header ?? "").split(";").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return new Map(pairs);
}

/**
 * The name under which a cookie is set. By https it has a prefix, with which a browser takes it from this host alone, by
 * https and for all paths: no other host of the domain can put one in its place.
 */
export const cookieName = (name: string) => (cookieRules().secure ? `__Host-${name}` : name);

/** Cookies of a release that had no prefix are read until then, which is as long as any was to be kept. */
const withoutPrefixUntil = new Date("2027-06-01T00:00:00Z");

/** A cookie of the shop's, by its name without the prefix. */
export const cookieIn = (header: string | null, name: string): string | undefined =>
  chosenCookie((wanted) => readCookies(header).get(wanted), name);

/** The same where cookies are read in another way. */
export function chosenCookie(read: (name: string) => string | undefined, name: string) {
  const current = read(cookieName(name));
  return current === undefined && now() < withoutPrefixUntil ? read(name) : current;
}

/** How the shop sets its cookies: no script reads them, and no other site's page sends them along with a write. */
export const cookieRules = () => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: env().appUrl.startsWith("https:"),
});

/**
 * Where the desk's cookies are sent: by https to all paths, as the prefix demands; by http, which has no prefix, to the
 * desk alone.
 */
export const deskCookiePath = () => (cookieRules().secure ? "/" : "/admin");

/** The Set-Cookie of such a cookie, which is kept for this many milliseconds. */
export const setCookie = (name: string, value: string, maxAgeMs: number) =>
  `${cookieName(name)}=${value}; Path=/; Max-Age=${maxAgeMs / 1_000}; HttpOnly; SameSite=Lax${
    cookieRules().secure ? "; Secure" : ""
  }`;
