import { cookies, headers } from "next/headers";
import type { Locale } from "@/lib/money";
import { isLocale, preferredLocale } from "./preferred-locale";

export const localeCookie = "locale";

/** The language of this request: what the shopper chose, else what the browser prefers. */
export async function currentLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(localeCookie)?.value;
  return isLocale(chosen) ? chosen : preferredLocale((await headers()).get("accept-language"));
}
