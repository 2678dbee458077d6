import { createHmac } from "node:crypto";
import { isSame } from "../../hmac";
import { cookieName, readCookies } from "../../http/cookies";
import { staffKeys } from "./sealed";

/**
 * The same headers, with desk cookies that an older secret of SESSION_SECRET signed re-signed with the current one,
 * because the library supports only one. A cookie that no secret signed is left alone, and is not accepted.
 */
export async function signedToday(headers: Headers): Promise<Headers> {
  const [current, ...before] = await staffKeys();
  const cookies = readCookies(headers.get("cookie"));
  const prefix = cookieName("twotrack-desk.");
  if (before.length === 0 || ![...cookies.keys()].some((name) => name.startsWith(prefix))) return headers;
  const pairs = [...cookies].map(([name, value]) =>
    name.startsWith(prefix) ? `${name}=${resigned(value)}` : `${name}=${value}`,
  );
  const today = new Headers(headers);
  today.set("cookie", pairs.join("; "));
  return today;

  function resigned(value: string): string {
    const [, text, proof] = /^(.+)\.([^.]+)$/.exec(decoded(value)) ?? [];
    if (text === undefined || proof === undefined) return value;
    const isOfBefore = before.some((key) => isSame(proof, signature(text, key.value)));
    return isOfBefore ? encodeURIComponent(`${text}.${signature(text, current.value)}`) : value;
  }
}

/** How the library signs a cookie's text. */
const signature = (text: string, key: string) => createHmac("sha256", key).update(text).digest("base64");

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
