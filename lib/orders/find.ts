import { createHash, timingSafeEqual } from "node:crypto";
import { orderByNumber, ordersByNumberEnd } from "@/db/orders";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { countryOf } from "../contact/country";
import { dialed } from "../contact/dialed";
import { readEmail } from "../contact/email";
import { readPhone } from "../contact/phone";

/**
 * The order with this number, or whose number ends in it, for somebody who knows its email address or phone number.
 * Takes the same work whether or not the order exists, so that the response time reveals nothing.
 */
export async function findGuestOrder(orderNumber: string, contact: string): Promise<Order | undefined> {
  const [exact, ending] = await Promise.all([
    orderByNumber(db, orderNumber),
    ordersByNumberEnd(db, orderNumber.toUpperCase(), mostAlike),
  ]);
  const found = exact ? [exact] : ending;
  // As many are compared in any case.
  const compared = Array.from({ length: mostAlike }, (_, n) => matching(found[n], contact));
  return compared.find((order) => order !== undefined);
}

/** How many orders may have numbers with the same ending: two days rarely have the same six characters. */
const mostAlike = 3;

function matching(order: Order | undefined, contact: string): Order | undefined {
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

/** Contacts are compared as hashes, so that the response time reveals nothing. */
const hashOf = (contact: string) => createHash("sha256").update(contact).digest();

/**
 * Normalizes an order number as typed by a shopper: `ord-20261121-7k3m9q` and extra spaces are accepted, and so are its
 * last characters.
 */
export function orderNumberIn(typed: string): string | undefined {
  const number = typed.normalize("NFKC").replace(/\s/g, "");
  if (!/^[A-Za-z0-9_-]{6,60}$/.test(number)) return undefined;
  return /^ord-/i.test(number) ? number.toUpperCase() : number;
}

/** Normalizes a typed email address or phone number; undefined if it is neither. */
export function contactIn(typed: string): string | undefined {
  if (/[@＠]/.test(typed)) return readEmail(typed)?.toLowerCase();
  const read = readPhone(typed);
  return "phone" in read ? read.phone : undefined;
}

/** Ignores the case of an email address and the notation of a phone number: +82 10… equals 010…. */
const comparable = (contact: string, country: string | undefined) =>
  contact.includes("@") ? (readEmail(contact) ?? contact).toLowerCase() : dialed(contact, country);
