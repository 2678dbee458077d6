import { cookies } from "next/headers";
import { cookieName, cookieRules } from "@/lib/cookies";
import { assertOwnPage } from "@/lib/http";

const aYear = 365 * 24 * 60 * 60;

/** Remembers in a cookie what a switch of the header was set to, and shows the same page again. */
export async function rememberChoice(request: Request, cookie: string, choices: readonly string[]) {
  // Another site's page must not choose for a shopper. Old browsers send a form without saying from where.
  if (request.headers.has("origin")) assertOwnPage(request.headers);
  const chosen = new URL(request.url).searchParams.get("to");
  if (chosen !== null && choices.includes(chosen))
    (await cookies()).set(cookieName(cookie), chosen, { ...cookieRules(), maxAge: aYear });
  return new Response(null, { status: 303, headers: { location: pageBefore(request) } });
}

/** The path the shopper came from, always on this site: a doubled slash would name another one. */
function pageBefore(request: Request) {
  const referer = request.headers.get("referer");
  if (!referer || !URL.canParse(referer)) return "/";
  const { protocol, pathname, search } = new URL(referer);
  // Of other schemes a path may begin with anything.
  if (!/^https?:$/.test(protocol)) return "/";
  return pathname.replace(/^\/+/, "/") + search;
}
