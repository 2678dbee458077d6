import { keepJson, readJson } from "../browser-storage";

export const fieldNames = [
  "name",
  "phone",
  "email",
  "country",
  "postcode",
  "line1",
  "line2",
  "city",
  "region",
  "note",
] as const;
export type FieldName = (typeof fieldNames)[number];

/** What the buyer has typed into the order sheet so far. */
export type Draft = Record<FieldName, string>;

const place = "twotrack.sheet";

/** How long a draft is kept after the last keystroke, in milliseconds: a day. */
const keptMs = 24 * 3_600_000;

/**
 * Kept until the order is paid, at most a day, so that a decline, the back button, a reload or a closed tab loses
 * nothing.
 */
export function readDraft(now = Date.now()): Draft {
  forgetOldDraft(now);
  const kept = readJson(place) ?? {};
  const text = (name: FieldName) => (typeof kept[name] === "string" ? kept[name] : "");
  return Object.fromEntries(fieldNames.map((name) => [name, text(name)])) as Draft;
}

export const keepDraft = (draft: Draft, now = Date.now()) =>
  keepJson(place, { ...draft, until: now + keptMs });

/** The name and address are no longer needed, and nobody else should see them. */
export const forgetDraft = () => keepJson(place, undefined);

/** Deletes a draft that has expired. A draft of an earlier release, stored without a time, has a day from now. */
export function forgetOldDraft(now = Date.now()): void {
  const kept = readJson(place);
  if (!kept) return;
  const until = typeof kept.until === "number" ? kept.until : undefined;
  // A clock that was ahead at the time must not keep the draft longer.
  if (until === undefined || until > now + keptMs) keepJson(place, { ...kept, until: now + keptMs });
  else if (until <= now) forgetDraft();
}
