import { readStored, store } from "../browser-storage";

export const fieldNames = ["name", "phone", "email", "postcode", "line1", "line2", "note"] as const;
export type FieldName = (typeof fieldNames)[number];

/** What the buyer has typed into the order sheet so far. */
export type Draft = Record<FieldName, string>;

const place = "twotrack.sheet";

/** Kept until the order is paid, so that a decline, the back button or a reload loses nothing. */
export function readDraft(): Draft {
  const kept = parse(readStored(place));
  return Object.fromEntries(fieldNames.map((name) => [name, String(kept[name] ?? "")])) as Draft;
}

export const keepDraft = (draft: Draft) => store(place, JSON.stringify(draft));

/** Name and address are nobody else's business once they have served. */
export const forgetDraft = () => store(place, null);

function parse(text: string | null): Partial<Record<FieldName, unknown>> {
  try {
    return JSON.parse(text ?? "{}") ?? {};
  } catch {
    return {};
  }
}
