import { keepJson, readJson } from "../browser-storage";

export const fieldNames = [
  "name",
  "phone",
  "email",
  "other_recipient",
  "recipient_name",
  "recipient_phone",
  "country",
  "postcode",
  "line1",
  "line2",
  "city",
  "region",
  "note",
  "remember",
] as const;

/** What a box that is ticked holds in a draft. */
export const ticked = "1";
export type FieldName = (typeof fieldNames)[number];

/** What the buyer has typed into the order sheet so far. */
export type Draft = Record<FieldName, string>;

const draftOf = (text: (name: FieldName) => string) =>
  Object.fromEntries(fieldNames.map((name) => [name, text(name)])) as Draft;

/** The sheet as the server draws it: what is kept is in the browser. */
export const emptyDraft: Draft = draftOf(() => "");

const place = "twotrack.sheet";

/** How long a draft is kept after the last keystroke, in milliseconds: a day, or a year if the shopper asked for it. */
const keptMs = 24 * 3_600_000;
const rememberedMs = 365 * keptMs;

const msOf = ({ remember }: Record<string, unknown>) => (remember === ticked ? rememberedMs : keptMs);

/**
 * Kept until the order is paid, at most a day, so that a decline, the back button, a reload or a closed tab loses
 * nothing.
 */
export function readDraft(now = Date.now()): Draft {
  forgetOldDraft(now);
  const kept = readJson(place) ?? {};
  return draftOf((name) => (typeof kept[name] === "string" ? kept[name] : ""));
}

export const keepDraft = (draft: Draft, now = Date.now()) =>
  keepJson(place, { ...draft, until: now + msOf(draft) });

export const forgetDraft = () => keepJson(place, undefined);

/** The order is placed: who ordered and where it goes are forgotten, unless the shopper wants them to be kept. */
export function endDraft(now = Date.now()) {
  const draft = readDraft(now);
  if (draft.remember === ticked) keepDraft({ ...draft, note: "" }, now);
  else forgetDraft();
}

/** Deletes a draft that has expired. A draft of an earlier release, stored without a time, has a day from now. */
export function forgetOldDraft(now = Date.now()): void {
  const kept = readJson(place);
  if (!kept) return;
  const until = typeof kept.until === "number" ? kept.until : undefined;
  // A clock that was ahead at the time must not keep the draft longer.
  const most = now + msOf(kept);
  if (until === undefined || until > most) keepJson(place, { ...kept, until: most });
  else if (until <= now) forgetDraft();
}
