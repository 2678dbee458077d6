import { createHash } from "node:crypto";
import { days, randomCode } from "../clock";
import { browserCookie } from "../contracts/operation";
import { cookieName, readCookies, setCookie } from "./cookies";

// A browser that asks twice for the same order must be told from a stranger who heard what it asked. It is given a
// random name before it asks for the first time; the shop keeps only a hash of that, beside the keys it sent.

const keptForMs = days(180);

/** A hash of the name that this browser was given, or that a caller without pages gave itself; undefined without one. */
export function browserOf(headers: Pick<Headers, "get">): string | undefined {
  const cookies = readCookies(headers.get("cookie"));
  // A caller without pages draws its own and knows no prefix. It opens nothing, so both are read for good.
  const name = cookies.get(cookieName(browserCookie)) ?? cookies.get(browserCookie);
  // A shorter name could be guessed.
  return name && /^[\w-]{22,86}$/.test(name) ? createHash("sha256").update(name).digest("hex") : undefined;
}

/** The Set-Cookie that gives a browser a name; 150 random bits. */
export const nameBrowser = () => setCookie(browserCookie, randomCode(30), keptForMs);
