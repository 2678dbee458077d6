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

/** Kept until the order is paid, so that a decline, the back button or a reload loses nothing. */
export function readDraft(): Draft {
  const kept = readJson(place) ?? {};
  const text = (name: FieldName) => (typeof kept[name] === "string" ? kept[name] : "");
  return Object.fromEntries(fieldNames.map((name) => [name, text(name)])) as Draft;
}

export const keepDraft = (draft: Draft) => keepJson(place, draft);

/** Name and address are nobody else's business once they have served. */
export const forgetDraft = () => keepJson(place, undefined);
