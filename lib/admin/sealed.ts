import { createHash } from "node:crypto";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { z } from "zod";
import { typedSecret } from "../clock";
import { signedByEach } from "../secret";

// What the library keeps of a second factor is of no use without SESSION_SECRET: the secret of an authenticator app is
// encrypted, and of a recovery code only a hash is kept, encrypted too.

/** A key by its number: each secret has one of its own, so that what was encrypted says by which. */
type Key = { version: number; value: string };

/** Today's key and, while SESSION_SECRET is being exchanged, the one before it. */
export async function staffKeys(): Promise<[Key, ...Key[]]> {
  const [current, ...before] = await signedByEach("staff sessions");
  return [keyOf(current), ...before.map(keyOf)];
}

/** What was encrypted before keys had numbers was encrypted by the oldest that is still known. */
export const unnumbered = (keys: [Key, ...Key[]]) => (keys.at(-1) ?? keys[0]).value;

const keyOf = (value: string): Key => ({
  version: createHash("sha256").update(value).digest().readUIntBE(0, 6),
  value,
});

const seal = async (text: string) => symmetricEncrypt({ key: configOf(await staffKeys()), data: text });

/** Throws where neither today's secret nor the one before opens it. */
const open = async (sealed: string) => symmetricDecrypt({ key: configOf(await staffKeys()), data: sealed });

/** The secret of an authenticator app, as the library kept it. */
export const openSecret = open;

const configOf = (keys: [Key, ...Key[]]) => ({
  keys: new Map(keys.map(({ version, value }) => [version, value])),
  currentVersion: keys[0].version,
  legacySecret: unnumbered(keys),
});

/** Of so many bits that a plain hash of one tells nothing. */
export const newRecoveryCodes = () => Array.from({ length: 10 }, typedSecret);

const hashPrefix = "sha256:";

/** What is kept of a recovery code, and what a typed one is compared by. */
export const hashOfRecovery = (code: string) =>
  `${hashPrefix}${createHash("sha256").update(code.replace(/\s/g, "")).digest("base64url")}`;

const Codes = z.array(z.string());

/** How the library keeps recovery codes: it gives and gets them as JSON, new ones in clear and standing ones as hashes. */
export const recoveryStorage = {
  encrypt: (json: string) => seal(JSON.stringify(hashed(json))),
  decrypt: async (sealed: string) => JSON.stringify(hashed(await open(sealed))),
};

const hashed = (json: string) =>
  Codes.parse(JSON.parse(json)).map((code) => (code.startsWith(hashPrefix) ? code : hashOfRecovery(code)));

type Factor = { secret: string; backupCodes: string };

/** A second factor as today's secret keeps it; undefined where it is kept so already, or where no secret opens it. */
export async function resealed({ secret, backupCodes }: Factor): Promise<Factor | undefined> {
  const [{ version }] = await staffKeys();
  if ([secret, backupCodes].every((sealed) => sealed.startsWith(`$ba$${version}$`))) return undefined;
  try {
    return {
      secret: await seal(await open(secret)),
      backupCodes: await recoveryStorage.encrypt(await open(backupCodes)),
    };
  } catch {
    return undefined;
  }
}
