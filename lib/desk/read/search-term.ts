import { ordersByReference, type Reading, type Sought } from "@/db/desk/order-search";
import { db } from "@/db/store";
import { significantDigits } from "@/lib/contact/dialed";
import { termFor } from "@/lib/contact/search-text";
import { contactIn, orderNumberIn } from "@/lib/orders/find";

// Nobody says at the desk what kind of thing they type, so one text is understood in every way it can be, and an order
// that fits any of them is found.

/** Every way to understand what staff typed. Pure. */
export function readingsOf(typed: string): Reading[] {
  const text = typed.normalize("NFKC").trim();
  const term = termFor(text);
  const email = contactIn(text);
  return [
    ...(term ? [{ by: "term" as const, ...term }] : []),
    ...(email?.includes("@") ? [{ by: "email" as const, email }] : []),
    ...phoneIn(text),
    ...numberIn(text),
    ...amountsIn(text),
  ];
}

/** The end of a phone number, in any notation; at least four digits. */
function phoneIn(text: string): Reading[] {
  if (!/^\+?[\d\s().-]+$/.test(text)) return [];
  const contact = contactIn(text);
  const end = contact ? significantDigits(contact, "KR") : text.replace(/\D/g, "");
  return end.length >= 4 && end.length <= 20 ? [{ by: "phone", end }] : [];
}

/** The end of an order number: `7k3m9q`, or more of it. */
function numberIn(text: string): Reading[] {
  const end = text.replace(/\s/g, "").toUpperCase();
  return /^[A-Z0-9-]{4,60}$/.test(end) ? [{ by: "number", end }] : [];
}

/** Amounts such as `29000`, `29,000원`, `₩29,000`, `$14` and `14.00`. */
function amountsIn(text: string): Reading[] {
  const [, sign, whole = "", cents, unit] =
    /^([₩$])?\s?(\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.(\d\d))?\s?(원)?$/.exec(text) ?? [];
  const digits = whole.replace(/,/g, "");
  if (digits === "") return [];
  const won: Reading = { by: "amount", amount: Number(digits), currency: "KRW" };
  const dollars: Reading = { by: "amount", amount: Number(digits + (cents ?? "00")), currency: "USD" };
  if (sign === "$" || cents) return [dollars];
  return sign || unit ? [won] : [won, dollars];
}

/** The day meant by `20261121`, or by the beginning of an order number; undefined if it is none. */
export function dayIn(typed: string | undefined): string | undefined {
  const [, year, month, day] = /^(?:ord-?)?(20\d\d)([01]\d)([0-3]\d)-?$/i.exec(typed?.trim() ?? "") ?? [];
  const iso = `${year}-${month}-${day}`;
  return year && new Date(`${iso}T00:00:00Z`).toJSON()?.startsWith(iso) ? iso : undefined;
}

/** What to look for. A whole order number or a key of a payment names its orders; all else is read in every way. */
export async function soughtIn(q: string | undefined): Promise<Sought | undefined> {
  const text = q?.normalize("NFKC").trim() ?? "";
  if (text === "") return undefined;
  if (/^[\w-]{6,200}$/.test(text)) {
    const number = orderNumberIn(text);
    const ids = await ordersByReference(db, number ? [number] : [], text);
    if (ids.length > 0) return { by: "id", ids };
  }
  return { by: "any", readings: readingsOf(text) };
}
