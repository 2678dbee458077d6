import { type Locale, locales } from "@/lib/money";

export const isLocale = (word: unknown): word is Locale => locales.some((locale) => locale === word);

/**
 * The best of our languages for an Accept-Language header. Somebody who asks only for languages we do
 * not speak gets English; somebody who asks for nothing gets Korean.
 */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map(parsePreference)
    .filter(({ language, weight }) => language !== "" && language !== "*" && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  if (wanted.length === 0) return "ko";
  return wanted.map(({ language }) => language).find(isLocale) ?? "en";
}

function parsePreference(part: string) {
  const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
  const quality = parameters.map((it) => it.trim()).find((it) => it.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { language: tag.split("-")[0] ?? "", weight: Number.isNaN(weight) ? 0 : weight };
}
