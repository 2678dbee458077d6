import { sessionSecrets } from "@/db/session-secrets";
import { isSame, type Secrets, signedWith, signedWithEach } from "../hmac";

// What the shop signs and hands out: order tokens, cookies, links in emails. None of it is stored. The first secret of
// SESSION_SECRET signs, and signatures by any of them are valid.

/** Signs a text that states what it proves. */
export const sign = async (text: string): Promise<string> => signedWith((await sessionSecrets())[0], text);

/** Whether the shop signed this text, with any of its secrets. */
export async function isSigned(text: string, proof: string): Promise<boolean> {
  const signed = await signedByEach(text);
  return signed.filter((expected) => isSame(proof, expected)).length > 0;
}

/** The signatures of a text by each secret; the current secret's comes first. */
export const signedByEach = async (text: string): Promise<Secrets> =>
  signedWithEach(await sessionSecrets(), text);
