/** The browser's language if the locale is `auto` or missing. */
export function chooseLocale(asked: unknown): string {
  return typeof asked === "string" && asked !== "auto" ? asked : navigator.language;
}

export function inKorean(locale: string): boolean {
  return /^ko\b/i.test(locale);
}
