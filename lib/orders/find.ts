import { createHash, timingSafeEqual } from "node:crypto";
import { orderByNumber } from "@/db/orders";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";

/**
 * The order of this number, for somebody who knows the e-mail address or the telephone number it was made with.
 * Whether there is such an order makes no difference to whoever does not: the work is the same.
 */
export async function findGuestOrder(orderNumber: string, contact: string): Promise<Order | undefined> {
  const order = await orderByNumber(db, orderNumber);
  const { customerEmail, customerPhone } = order ?? nobody;
  const fits = [customerEmail, customerPhone].map((known) => isSame(known, contact));
  return order && fits.includes(true) ? order : undefined;
}

const nobody = { customerEmail: "nobody@example.com", customerPhone: "00000000000" };

/** Compared as hashes, so that the time it takes tells nothing. */
const isSame = (known: string, given: string) => timingSafeEqual(hashOf(known), hashOf(given));

const hashOf = (contact: string) => createHash("sha256").update(comparable(contact)).digest();

/** An order's number as its shopper copies it: `ord-20261121-7k3m9q` and a space too many are forgiven. */
export function orderNumberIn(typed: string): string | undefined {
  const number = typed.normalize("NFKC").replace(/\s/g, "");
  if (!/^[A-Za-z0-9_-]{6,60}$/.test(number)) return undefined;
  return /^ord-/i.test(number) ? number.toUpperCase() : number;
}

/** An e-mail address or a telephone number; undefined for what can be neither. */
export function contactIn(typed: string): string | undefined {
  const contact = comparable(typed);
  return /^[^@\s]+@[^@\s]+$/.test(contact) || /^\d{8,15}$/.test(contact) ? contact : undefined;
}

/** The case of an address and the way a number is written are nobody's to remember: +82 10… is 010…. */
function comparable(contact: string) {
  const text = contact.normalize("NFKC").trim().toLowerCase();
  if (text.includes("@")) return text;
  const digits = text.replace(/\D/g, "").replace(/^00/, "");
  return digits.replace(/^82(?=\d{8})0?/, "0");
}
