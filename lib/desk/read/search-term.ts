import { ordersByReference, type Sought } from "@/db/desk/orders";
import { db } from "@/db/store";
import { significantDigits } from "@/lib/contact/dialed";
import { contactIn, orderNumberIn } from "@/lib/orders/find";

/** What somebody at the desk typed, by its shape. A word may be a key, an order's number or a name. */
export type Typed = Exclude<Sought, { by: "id" }> | { by: "word"; word: string };

/** Undefined for nothing typed. Pure. */
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

/** What to look for; a word that is no number and no key of ours is somebody's name. */
export async function soughtIn(q: string | undefined): Promise<Sought | undefined> {
  const typed = typedIn(q);
  if (typed?.by !== "word") return typed;
  const number = orderNumberIn(typed.word);
  const ids = await ordersByReference(db, number ? [number] : [], typed.word);
  return ids.length > 0 ? { by: "id", ids } : { by: "name", name: nameIn(q) };
}

/** Names are kept as they were typed, of composed characters. */
const nameIn = (q = "") => q.trim().normalize("NFC");
