import { createHash } from "node:crypto";
import { days, randomCode } from "../clock";
import { browserCookie } from "../contracts/operation";
import { cookieName, readCookies, setCookie } from "./cookies";

// A browser that repeats a request must be told apart from somebody who overheard it. It gets a random name before its
// first request; the shop stores only a hash of the name, next to the idempotency keys the browser sent.

const keptForMs = days(180);

/** A hash of the name this browser got, or that a caller without pages chose; undefined without one. */
export function browserOf(headers: Pick<Headers, "get">): string | undefined {
  const cookies = readCookies(headers.get("cookie"));
  // A caller without pages chooses its own name and knows no prefix. The name grants no access, so both cookies stay
  // valid.
  const name = cookies.get(cookieName(browserCookie)) ?? cookies.get(browserCookie);
  // A shorter name could be guessed.
  return name && /^[\w-]{22,86}$/.test(name) ? createHash("sha256").update(name).digest("hex") : undefined;
}

/** The Set-Cookie that gives a browser its name, with 150 random bits. */
export const nameBrowser = () => setCookie(browserCookie, randomCode(30), keptForMs);
