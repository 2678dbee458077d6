import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { signedByEach } from "@/lib/secret";

// What is sought at the desk may be a person's e-mail address or number. In an address it is encrypted, so that neither a
// proxy's log nor a browser's history has it, and a list can still be sent to a colleague.

const purpose = "desk search";

/** The fields of a filter as an address has them: what is sought is encrypted. */
export async function inAddress({
  q,
  s: _,
  ...rest
}: Record<string, string>): Promise<Record<string, string>> {
  const sought = q?.trim();
  if (!sought) return rest;
  const [key] = await signedByEach(purpose);
  return { ...rest, s: await symmetricEncrypt({ key, data: sought }) };
}

/**
 * The fields of a filter as they were typed, from those of an address; the first of each. What nobody here encrypted seeks
 * nothing. An address may have what is sought in clear, as an earlier release wrote it.
 */
export async function fromAddress(given: Record<string, string | string[] | undefined>) {
  const { s, ...rest } = given;
  const sealed = Array.isArray(s) ? s[0] : s;
  const q = sealed === undefined ? undefined : await opened(sealed);
  return { ...rest, ...(q !== undefined && { q }) };
}

async function opened(sealed: string): Promise<string | undefined> {
  for (const key of await signedByEach(purpose))
    try {
      return await symmetricDecrypt({ key, data: sealed });
    } catch {
      // Encrypted with the other secret, or by nobody here.
    }
  return undefined;
}
