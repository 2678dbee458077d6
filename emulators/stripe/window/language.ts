import type { Context } from "hono";
import { languageOf } from "../../kit/pages/html";
import type { Language } from "../../kit/text";

/** What the shop asked for, when it is one that is spoken here; otherwise what the browser asks for. */
export function languageFor(c: Context, locale: string | null | undefined): Language {
  if (/^ko\b/i.test(locale ?? "")) return "ko";
  return /^en\b/i.test(locale ?? "") ? "en" : languageOf(c);
}
