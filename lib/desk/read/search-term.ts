import { ordersByReference, type Sought } from "@/db/desk/orders";
import { db } from "@/db/store";
import { significantDigits } from "@/lib/contact/dialed";
import { contactIn, orderNumberIn } from "@/lib/orders/find";

/** What staff typed, classified by its form. A word may be a key, an order number or a name. */
export type Typed = Exclude<Sought, { by: "id" }> | { by: "word"; word: string };

/** Undefined if nothing was typed. Pure. */
export function typedIn(q: string | undefined): Typed | undefined {
  const text = q?.normalize("NFKC").trim() ?? "";
  if (text === "") return undefined;
  if (/^\d{4}$/.test(text)) return { by: "phone_end", end: text };
  const contact = contactIn(text);
  if (contact?.includes("@")) return { by: "email", email: contact };
  if (contact && /^[\d\s+().-]+$/.test(text))
    return { by: "phone", digits: significantDigits(contact, "KR") };
  return /^[\w-]{6,200}$/.test(text) ? { by: "word", word: text } : { by: "name", name: nameIn(q) };
}

/** What to look for; a word that is neither an order number nor one of our keys is taken as a name. */
export async function soughtIn(q: string | undefined): Promise<Sought | undefined> {
  const typed = typedIn(q);
  if (typed?.by !== "word") return typed;
  const number = orderNumberIn(typed.word);
  const ids = await ordersByReference(db, number ? [number] : [], typed.word);
  return ids.length > 0 ? { by: "id", ids } : { by: "name", name: nameIn(q) };
}

/** Names are stored as they were typed, in composed characters (NFC). */
const nameIn = (q = "") => q.trim().normalize("NFC");
