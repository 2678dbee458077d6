import { cookies } from "next/headers";
import { env } from "@/lib/env";

const aYear = 365 * 24 * 60 * 60;

/** Remembers in a cookie what a switch of the header was set to, and shows the same page again. */
export async function rememberChoice(request: Request, cookie: string, choices: readonly string[]) {
  const chosen = new URL(request.url).searchParams.get("to");
  if (chosen !== null && choices.includes(chosen))
    (await cookies()).set(cookie, chosen, {
      path: "/",
      maxAge: aYear,
      sameSite: "lax",
      httpOnly: true,
      secure: env().appUrl.startsWith("https:"),
    });
  return new Response(null, { status: 303, headers: { location: pageBefore(request) } });
}

/** The path the shopper came from, always on this site: a doubled slash would name another one. */
function pageBefore(request: Request) {
  const referer = request.headers.get("referer");
  if (!referer || !URL.canParse(referer)) return "/";
  const { pathname, search } = new URL(referer);
  return pathname.replace(/^\/+/, "/") + search;
}
