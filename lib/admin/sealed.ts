import { createHash } from "node:crypto";
import { z } from "zod";
import { typedSecret } from "../clock";
import { keysFor, sealer } from "./sealer";

// What the library keeps of a second factor is of no use without SESSION_SECRET: the secret of an authenticator app is
// encrypted, and of a recovery code only a hash is kept, encrypted too.

const purpose = "staff sessions";

/** Today's key and, while SESSION_SECRET is being exchanged, the one before it. */
export const staffKeys = () => keysFor(purpose);

const { seal, open } = sealer(purpose);

/** The secret of an authenticator app, as the library kept it. */
export const openSecret = open;

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
