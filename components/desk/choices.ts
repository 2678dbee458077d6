// How staff like the desk, kept in this browser. In cookies that only the desk's pages are sent, so that a page is right
// from its first moment.

/** Dark or light, or as the system says. The first is the default. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = "twotrack_desk_theme";
export const shortcutsCookie = "twotrack_desk_shortcuts";

export const themeIn = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? "system";

/** A year, in seconds. */
const keptFor = 365 * 24 * 60 * 60;

/** Keeps a choice in this browser. */
export function keepChoice(name: typeof themeCookie | typeof shortcutsCookie, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too new
  document.cookie = `${name}=${value}; path=/admin; max-age=${keptFor}; samesite=lax`;
}
