import { cookies, headers } from "next/headers";
import { chosenCookie } from "@/lib/http/cookies";
import type { Locale } from "@/lib/money";
import { isLocale, preferredLocale } from "./preferred-locale";

export const localeCookie = "locale";

/** The language of this request: what the shopper chose, else what the browser prefers. */
export async function currentLocale(): Promise<Locale> {
  const jar = await cookies();
  const chosen = chosenCookie((name) => jar.get(name)?.value, localeCookie);
  return isLocale(chosen) ? chosen : preferredLocale((await headers()).get("accept-language"));
}
