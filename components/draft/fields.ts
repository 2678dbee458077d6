import { cleanPostcode, partsIn } from "@/lib/contact/address";
import type { Destination } from "@/lib/delivery-fee";
import type { Currency } from "@/lib/money";
import type { Draft, FieldName } from "./draft";

/**
 * The fields of the sheet, in order. In won a parcel goes to Korea, where the postcode comes first. In dollars it goes
 * to the chosen country, which decides the parts of an address.
 */
export function fieldsOf(currency: Currency, { country }: Pick<Draft, "country">): FieldName[] {
  const buyer: FieldName[] = ["name", "phone", "email"];
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
