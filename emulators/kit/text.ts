import { randomBytes } from "node:crypto";
import { hours } from "./time";

const seoulOffsetMs = hours(9);
const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `2026-11-21T15:04:05`: Seoul time without an offset. */
export function seoulDateTime(instant: number): string {
  return new Date(instant + seoulOffsetMs).toISOString().slice(0, 19);
}

/** `2026-11-21T15:04:05+09:00`, the gateway's format for instants, without milliseconds. */
export function seoulInstant(instant: number): string {
  return `${seoulDateTime(instant)}+09:00`;
}

/** `2026-11-21 15:04` in Seoul time, for lists. */
export function shortTime(instant: number): string {
  return seoulDateTime(instant).replace("T", " ").slice(0, 16);
}

export function randomText(length: number, alphabet = lettersAndDigits): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join("");
}

export type Language = "ko" | "en";

/** The first supported language in the `Accept-Language` header; Korean if there is none. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(";q=");
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const first = wanted.find(({ tag }) => /^(ko|en)\b/.test(tag));
  return first?.tag.startsWith("en") ? "en" : "ko";
}
