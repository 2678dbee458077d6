import { days } from "@/lib/clock";
import { setCookie } from "@/lib/http/cookies";
import { assertOwnPage } from "@/lib/http/http";

/** How long a choice is remembered, in milliseconds. */
const rememberedMs = days(365);

/** Remembers in a cookie what a header switch was set to, and shows the same page again. */
export async function rememberChoice(request: Request, cookie: string, choices: readonly string[]) {
  // Another site's page must not choose for a shopper. Old browsers send a form without its origin.
  if (request.headers.has("origin")) assertOwnPage(request.headers);
  const chosen = new URL(request.url).searchParams.get("to");
  const headers = new Headers({ location: pageBefore(request) });
  if (chosen !== null && choices.includes(chosen))
    headers.append("set-cookie", setCookie(cookie, chosen, rememberedMs));
  return new Response(null, { status: 303, headers });
}

/** The path the shopper came from, always on this site: a double slash would point to another host. */
function pageBefore(request: Request) {
  const referer = request.headers.get("referer");
  if (!referer || !URL.canParse(referer)) return "/";
  const { protocol, pathname, search } = new URL(referer);
  // With other schemes a path may begin with anything.
  if (!/^https?:$/.test(protocol)) return "/";
  return pathname.replace(/^\/+/, "/") + search;
}
