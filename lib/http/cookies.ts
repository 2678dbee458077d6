import { now } from "../clock";
import { env } from "../settings/env";

/** The cookies in a Cookie header, by name. */
export function readCookies(header: string | null): Map<string, string> {
  const pairs = (header ?? "").split(";").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return new Map(pairs);
}

/**
 * The name under which a cookie is set. With https it has a prefix that makes browsers accept it only from this host,
 * over https and for all paths, so that no other host of the domain can replace it.
 */
export const cookieName = (name: string) => (cookieRules().secure ? `__Host-${name}` : name);

/** Cookies of a release without the prefix are accepted until then, which is the longest any of them lived. */
const withoutPrefixUntil = new Date("2027-06-01T00:00:00Z");

/** The shop's cookie with this name, given without the prefix. */
export const cookieIn = (header: string | null, name: string): string | undefined =>
  chosenCookie((wanted) => readCookies(header).get(wanted), name);

/** Like `cookieIn`, with a custom reader. */
export function chosenCookie(read: (name: string) => string | undefined, name: string) {
  const current = read(cookieName(name));
  return current === undefined && now() < withoutPrefixUntil ? read(name) : current;
}

/** The attributes of the shop's cookies: hidden from scripts, and not sent with writes from other sites' pages. */
export const cookieRules = () => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: env().appUrl.startsWith("https:"),
});

/**
 * The path of the desk's cookies: all paths with https, as the prefix requires; only the desk with http, which has no
 * prefix.
 */
export const deskCookiePath = () => (cookieRules().secure ? "/" : "/admin");

/** The Set-Cookie header value for a cookie that lives `maxAgeMs` milliseconds. */
export const setCookie = (name: string, value: string, maxAgeMs: number) =>
  `${cookieName(name)}=${value}; Path=/; Max-Age=${maxAgeMs / 1_000}; HttpOnly; SameSite=Lax${
    cookieRules().secure ? "; Secure" : ""
  }`;
