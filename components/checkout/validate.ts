import { digitsOf } from "../phone";
import type { Draft, FieldName } from "./draft";

/** What is wrong with a field; the words for it are `sheet.faults`. */
export type Fault =
  | "nameMissing"
  | "emailWrong"
  | "phoneWrong"
  | "postcodeWrong"
  | "addressMissing"
  | "refused";
export type Faults = Partial<Record<FieldName, Fault>>;

/** The faults a person can put right before anything is sent. The server has the last word. */
export function faultsOf(draft: Draft): Faults {
  const digits = digitsOf(draft.phone).length;
  return {
    ...(draft.name.trim() === "" && { name: "nameMissing" }),
    ...(!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()) && { email: "emailWrong" }),
    ...((digits < 8 || digits > 15) && { phone: "phoneWrong" }),
    ...(!/^[A-Za-z0-9 -]{3,10}$/.test(draft.postcode.trim()) && { postcode: "postcodeWrong" }),
    ...(draft.line1.trim() === "" && { line1: "addressMissing" }),
  };
}

/** The server's refusals, by our own fields: it says `customer.email` and `shipping_address.line1`. */
export function faultsFrom(errors: { field: string }[]): Faults {
  const faults: Faults = {};
  for (const { field } of errors) {
    const name = fieldOf[field];
    if (name) faults[name] = ruleOf[name] ?? "refused";
  }
  return faults;
}

const fieldOf: Record<string, FieldName | undefined> = {
  "customer.name": "name",
  "customer.email": "email",
  "customer.phone": "phone",
  "shipping_address.postcode": "postcode",
  "shipping_address.line1": "line1",
  "shipping_address.line2": "line2",
  "shipping_address.note": "note",
};

const ruleOf: Faults = { email: "emailWrong", phone: "phoneWrong", postcode: "postcodeWrong" };
