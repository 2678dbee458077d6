import { isPreset } from "@/lib/contact/delivery-presets";
import { type Draft, type FieldName, fieldNames, ticked } from "./draft";

/** The ID of the order sheet's form. */
export const sheetId = "order-sheet";

const boxes: ReadonlySet<FieldName> = new Set(["other_recipient", "remember"]);

/**
 * What the shopper has typed into the form as the server drew it, before the page's scripts ran. An empty field says
 * nothing.
 */
export function typedIn(form: HTMLElement | null): Partial<Draft> {
  if (!(form instanceof HTMLFormElement)) return {};
  const values = new FormData(form);
  const text = (name: string) => String(values.get(name) ?? "");
  const typed: Partial<Draft> = {};
  for (const name of fieldNames) if (!boxes.has(name) && text(name) !== "") typed[name] = text(name);
  if (isPreset(text("note_preset"))) typed.note = text("note_preset");
  if (!values.has("same_as_buyer")) typed.other_recipient = ticked;
  if (values.has("remember")) typed.remember = ticked;
  return typed;
}
