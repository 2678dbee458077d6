import { env } from "./env";

/** The cookies that a browser sent, by name. */
export function readCookies(header: string | null): Map<string, string> {
  const pairs = (header ?? "").split(";").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return new Map(pairs);
}

/** How the shop sets its cookies: no script reads them, and no other site's page sends them along with a write. */
export const cookieRules = () => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: env().appUrl.startsWith("https:"),
});

/** The Set-Cookie of such a cookie, which is kept for this many milliseconds. */
export const setCookie = (name: string, value: string, maxAgeMs: number) =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeMs / 1_000}; HttpOnly; SameSite=Lax${
    cookieRules().secure ? "; Secure" : ""
  }`;
