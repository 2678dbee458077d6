/** `auto`, and what nobody named, is what the browser asks for. */
export function chooseLocale(asked: unknown): string {
  return typeof asked === "string" && asked !== "auto" ? asked : navigator.language;
}

export function inKorean(locale: string): boolean {
  return /^ko\b/i.test(locale);
}
