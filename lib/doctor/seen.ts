import { z } from "zod";
import { now, seconds } from "../clock";
import { callerOf } from "../http/caller";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { isSigned, sign } from "../signing/secret";

// The doctor sends a request to the shop's public address, and the shop reports how it arrived through its proxies.
// Only the shop itself can send this request.

/** How long such a request stays valid, in milliseconds. */
const freshMs = seconds(60);

const textOf = (at: number) => `doctor asks at ${at}`;

/** The authorization header that proves the shop itself sent the request. */
export const askingNow = async (at = now().getTime()) => `Doctor ${at}.${await sign(textOf(at))}`;

export const Seen = z.object({
  caller: z.string(),
  host: z.string(),
  /** Which of the headers that proxies add were present. */
  forwarded: z.array(z.string()),
});

export const proxyHeaders = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] as const;

/** How a request arrived. Throws `not_found` unless the shop itself sent it. */
export async function seenFrom(headers: Headers): Promise<z.output<typeof Seen>> {
  const [, at = "", proof = ""] =
    /^Doctor (\d{1,16})\.([\w-]+)$/.exec(headers.get("authorization") ?? "") ?? [];
  const isFresh = Math.abs(now().getTime() - Number(at)) <= freshMs;
  if (!isFresh || !(await isSigned(textOf(Number(at)), proof)))
    throw new Problem("not_found", "This URL does not exist.");
  const host = env().trustedProxies > 0 ? headers.get("x-forwarded-host") : null;
  return {
    caller: callerOf(headers),
    host: host ?? headers.get("host") ?? "",
    forwarded: proxyHeaders.filter((name) => headers.has(name)),
  };
}
