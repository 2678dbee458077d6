import { createHash } from "node:crypto";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { signedByEach } from "../../signing/secret";

/**
 * An encryption key and its number. Each secret has its own number, so that a ciphertext says which key encrypted it.
 */
type Key = { version: number; value: string };

/** The current key for a purpose and, while SESSION_SECRET is being rotated, older ones. */
export async function keysFor(purpose: string): Promise<[Key, ...Key[]]> {
  const [current, ...before] = await signedByEach(purpose);
  return [keyOf(current), ...before.map(keyOf)];
}

/** What was encrypted before keys had numbers was encrypted with the oldest key still known. */
export const unnumbered = (keys: [Key, ...Key[]]) => (keys.at(-1) ?? keys[0]).value;

/**
 * Encrypts and authenticates text for one purpose, with keys derived from SESSION_SECRET. `open` throws if no secret
 * decrypts the text.
 */
export const sealer = (purpose: string) => ({
  seal: async (text: string) => symmetricEncrypt({ key: configOf(await keysFor(purpose)), data: text }),
  open: async (sealed: string) => symmetricDecrypt({ key: configOf(await keysFor(purpose)), data: sealed }),
});

const keyOf = (value: string): Key => ({
  version: createHash("sha256").update(value).digest().readUIntBE(0, 6),
  value,
});

const configOf = (keys: [Key, ...Key[]]) => ({
  keys: new Map(keys.map(({ version, value }) => [version, value])),
  currentVersion: keys[0].version,
  legacySecret: unnumbered(keys),
});
