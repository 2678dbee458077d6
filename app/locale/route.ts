import { cookies } from "next/headers";
import { localeCookie } from "@/i18n/locale";
import { isLocale } from "@/i18n/preferred-locale";
import { env } from "@/lib/env";

const aYear = 365 * 24 * 60 * 60;

/** The language switch of the header: remembers the choice and shows the same page again. */
export async function POST(request: Request) {
  const chosen = new URL(request.url).searchParams.get("to");
  if (isLocale(chosen))
    (await cookies()).set(localeCookie, chosen, {
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
