import { createHash, timingSafeEqual } from "node:crypto";
import { orderByNumber } from "@/db/orders";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { countryOf } from "../contact/country";
import { dialed } from "../contact/dialed";
import { readEmail } from "../contact/email";
import { readPhone } from "../contact/phone";

/**
 * The order of this number, for somebody who knows the e-mail address or the telephone number it was made with.
 * Whether there is such an order makes no difference to whoever does not: the work is the same.
 */
export async function findGuestOrder(orderNumber: string, contact: string): Promise<Order | undefined> {
  const order = await orderByNumber(db, orderNumber);
  const known = order ?? nobody;
  const country = countryOf(known);
  const isSame = (contactOfOrder: string) => {
    const [hash, given] = [contactOfOrder, contact].map((text) => hashOf(comparable(text, country)));
    return hash !== undefined && given !== undefined && timingSafeEqual(hash, given);
  };
  const fits = [known.customerEmail, known.customerPhone].map(isSame);
  return order && order.erasedAt === null && fits.includes(true) ? order : undefined;
}

const nobody = {
  customerEmail: "nobody@example.com",
  customerPhone: "00000000000",
  currency: "KRW",
  shippingAddress: null,
} as const;

/** Contacts are compared as hashes, so that the time it takes tells nothing. */
const hashOf = (contact: string) => createHash("sha256").update(contact).digest();

/** An order's number as its shopper copies it: `ord-20261121-7k3m9q` and a space too many are forgiven. */
export function orderNumberIn(typed: string): string | undefined {
  const number = typed.normalize("NFKC").replace(/\s/g, "");
  if (!/^[A-Za-z0-9_-]{6,60}$/.test(number)) return undefined;
  return /^ord-/i.test(number) ? number.toUpperCase() : number;
}

/** An e-mail address or a telephone number as it is kept; undefined for what can be neither. */
export function contactIn(typed: string): string | undefined {
  if (/[@＠]/.test(typed)) return readEmail(typed)?.toLowerCase();
  const read = readPhone(typed);
  return "phone" in read ? read.phone : undefined;
}

/** The case of an address and the way a number is written are nobody's to remember: +82 10… is 010…. */
const comparable = (contact: string, country: string | undefined) =>
  contact.includes("@") ? (readEmail(contact) ?? contact).toLowerCase() : dialed(contact, country);
