import { cleanPostcode, partsIn } from "@/lib/contact/address";
import type { Destination } from "@/lib/delivery-fee";
import type { Currency } from "@/lib/money";
import { type Draft, type FieldName, ticked } from "./draft";

/**
 * The fields of the sheet, in order. In won a parcel goes to Korea, where the postcode comes first. In dollars it goes
 * to the chosen country, which decides the parts of an address.
 */
export function fieldsOf(
  currency: Currency,
  { country, other_recipient }: Pick<Draft, "country" | "other_recipient">,
): FieldName[] {
  const recipient: FieldName[] = other_recipient === ticked ? ["recipient_name", "recipient_phone"] : [];
  const buyer: FieldName[] = ["name", "phone", "email", ...recipient];
  if (currency === "KRW") return [...buyer, "postcode", "line1", "line2", "note"];
  const parts = partsIn(country);
  const asked = (["city", "region", "postcode"] as const).filter((part) => parts[part] !== "none");
  return [...buyer, "country", "line1", "line2", ...asked, "note"];
}

/** The maximum length of each field, in characters. */
export const longest: Record<FieldName, number> = {
  name: 60,
  phone: 100,
  email: 254,
  other_recipient: 1,
  recipient_name: 60,
  recipient_phone: 100,
  remember: 1,
  country: 2,
  postcode: 10,
  line1: 120,
  line2: 120,
  city: 60,
  region: 60,
  note: 120,
};

/** Where the parcel goes, as far as it is typed. */
export const destinationIn = ({ country, postcode }: Draft, currency: Currency): Destination => ({
  country: currency === "KRW" ? "KR" : country,
  postcode: cleanPostcode(postcode),
});
