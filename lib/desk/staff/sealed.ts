import { createHash } from "node:crypto";
import { z } from "zod";
import { raise } from "../../alarms/raise";
import { type Countdown, countdown, hours, typedSecret } from "../../clock";
import { Problem } from "../../problem";
import { keysFor, sealer } from "./sealer";

// What the library keeps of a second factor is of no use without SESSION_SECRET: the secret of an authenticator app is
// encrypted, and of a recovery code only a hash is kept, encrypted too.

const purpose = "staff sessions";

/** Today's key and, while SESSION_SECRET is being exchanged, older ones. */
export const staffKeys = () => keysFor(purpose);

const { seal, open } = sealer(purpose);

/**
 * The secret of an authenticator app, or recovery codes, as the library kept them. Throws second_factor_unreadable, with an
 * alarm, where no secret of SESSION_SECRET opens it: its owner can do nothing about that.
 */
export async function openSecret(sealed: string): Promise<string> {
  try {
    return await open(sealed);
  } catch {
    raiseAlarm();
    throw new Problem(
      "second_factor_unreadable",
      "The shop can no longer read this second factor. Ask a manager to remove it, then set up a new one.",
    );
  }
}

let tell: Countdown | undefined;

/** Once an hour, however often somebody tries. */
function raiseAlarm() {
  if (tell && tell() > 0) return;
  tell = countdown(hours(1));
  raise(
    "second_factor_unreadable",
    {},
    "an authenticator app cannot be read with SESSION_SECRET: put the secret before it after it, with a comma, or take the " +
      "app away with `npm run staff -- remove-app EMAIL`",
  );
}

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
  decrypt: async (sealed: string) => JSON.stringify(hashed(await openSecret(sealed))),
};

const hashed = (json: string) =>
  Codes.parse(JSON.parse(json)).map((code) => (code.startsWith(hashPrefix) ? code : hashOfRecovery(code)));

type Factor = { secret: string; backupCodes: string };

/** A second factor as today's secret keeps it, or how it stands: kept so already, or under no secret of SESSION_SECRET. */
export async function resealed({ secret, backupCodes }: Factor): Promise<Factor | "today" | "unreadable"> {
  const [{ version }] = await staffKeys();
  if ([secret, backupCodes].every((sealed) => sealed.startsWith(`$ba$${version}$`))) return "today";
  try {
    return {
      secret: await seal(await open(secret)),
      backupCodes: await recoveryStorage.encrypt(await open(backupCodes)),
    };
  } catch {
    return "unreadable";
  }
}
