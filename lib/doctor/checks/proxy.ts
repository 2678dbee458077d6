import type { z } from "zod";
import { env } from "../../settings/env";
import { type Check, codeOf, type Finding, fail, pass, warn } from "../finding";
import { askingNow, proxyHeaders, Seen } from "../seen";

/** A documentation address that the request claims to come from. Source: RFC 5737. */
const claimed = "203.0.113.99";
/** Nearly the maximum size of a webhook. */
const padding = "x".repeat(60 * 1024);

/** Whether the shop answers at its address, and what its proxies pass on about the caller. */
export const proxy: Check = {
  name: "proxy",
  async run(signal) {
    const { appUrl } = env();
    const headers = { authorization: await askingNow(), "x-forwarded-for": claimed };
    const answer = await fetch(`${appUrl}/proxy-check`, {
      method: "POST",
      headers,
      body: padding,
      redirect: "manual",
      signal,
    }).catch(codeOf);
    if (typeof answer === "string") return fail("unreached", { why: answer });
    if (answer.status === 413) return fail("body_limit");
    const seen = Seen.safeParse(await answer.json().catch(() => undefined));
    if (!seen.success) return fail("other_answers", { status: answer.status });
    return judge(seen.data);
  },
};

/** Findings for how the request arrived. */
export function judge({ caller, host, forwarded }: z.output<typeof Seen>): Finding[] {
  const { appUrl, trustedProxies } = env();
  const found: Finding[] = [];
  if (caller === claimed) found.push(fail("caller_forged", { proxies: trustedProxies }));
  // The shop itself speaks http. Which headers arrived proves nothing: Next adds those that no proxy did.
  const isBehind = new URL(appUrl).protocol === "https:";
  if (isBehind && trustedProxies === 0) found.push(fail("proxy_unknown"));
  if (new URL(`http://${host}`).hostname !== new URL(appUrl).hostname)
    found.push(warn("host_hidden", { host }));
  const missing = proxyHeaders.filter((name) => !forwarded.includes(name));
  if (trustedProxies > 0 && missing.length > 0)
    found.push(warn("headers_missing", { headers: missing.join(", ") }));
  return found.length > 0 ? found : [pass("proxy_good", { caller })];
}
