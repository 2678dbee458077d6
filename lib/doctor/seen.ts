import { z } from "zod";
import { now, seconds } from "../clock";
import { callerOf } from "../http/caller";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { isSigned, sign } from "../signing/secret";

// The doctor asks the shop at its public address, and the shop says how that request came to it through its proxies. Only the
// shop itself can ask so.

/** For how long a question may be on its way, in milliseconds. */
const freshMs = seconds(60);

const textOf = (at: number) => `doctor asks at ${at}`;

/** The header that proves that the shop itself asks. */
export const askingNow = async (at = now().getTime()) => `Doctor ${at}.${await sign(textOf(at))}`;

export const Seen = z.object({
  caller: z.string(),
  host: z.string(),
  /** Which of the headers that proxies add came along. */
  forwarded: z.array(z.string()),
});

export const proxyHeaders = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] as const;

/** How a request came. Throws not_found for whoever is not the shop itself. */
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
