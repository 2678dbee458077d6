import type { Context } from "hono";
import { languageOf } from "../../kit/pages/html";
import type { Language } from "../../kit/text";

/** The shop's locale if it is Korean or English; otherwise the browser's language. */
export function languageFor(c: Context, locale: string | null | undefined): Language {
  if (/^ko\b/i.test(locale ?? "")) return "ko";
  return /^en\b/i.test(locale ?? "") ? "en" : languageOf(c);
}
