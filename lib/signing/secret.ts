import { sessionSecrets } from "@/db/session-secrets";
import { isSame, type Secrets, signedWith, signedWithEach } from "../hmac";

// What the shop signs for itself and hands out: order tokens, cookies, links in letters. Nothing of it is stored. The first
// secret of SESSION_SECRET signs, and what any of them signed holds.

/** A proof that only this shop can have made, of a text that says what it proves. */
export const sign = async (text: string): Promise<string> => signedWith((await sessionSecrets())[0], text);

/** Whether the shop made this proof of this text, with any of its secrets. */
export async function isSigned(text: string, proof: string): Promise<boolean> {
  const signed = await signedByEach(text);
  return signed.filter((expected) => isSame(proof, expected)).length > 0;
}

/** What each secret signs a text with; that of today comes first. */
export const signedByEach = async (text: string): Promise<Secrets> =>
  signedWithEach(await sessionSecrets(), text);
