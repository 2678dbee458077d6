import { createHash } from "node:crypto";
import { z } from "zod";
import { raise } from "../../alarms/raise";
import { type Countdown, countdown, hours, typedSecret } from "../../clock";
import { Problem } from "../../problem";
import { keysFor, sealer } from "./sealer";

// The library's stored second factors are useless without SESSION_SECRET: an authenticator app's secret is encrypted,
// and recovery codes are stored only as hashes, also encrypted.

const purpose = "staff sessions";

/** The current key and, while SESSION_SECRET is being rotated, older ones. */
export const staffKeys = () => keysFor(purpose);

const { seal, open } = sealer(purpose);

/**
 * Decrypts an authenticator app's secret, or recovery codes, as the library stored them. Throws
 * second_factor_unreadable, with an alarm, if no secret of SESSION_SECRET decrypts it: its owner can do nothing about
 * that.
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

/** At most once an hour, however often somebody tries. */
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

/** Each code has so many random bits that a plain hash reveals nothing. */
export const newRecoveryCodes = () => Array.from({ length: 10 }, typedSecret);

const hashPrefix = "sha256:";

/** The stored form of a recovery code, also used to compare a typed one. */
export const hashOfRecovery = (code: string) =>
  `${hashPrefix}${createHash("sha256").update(code.replace(/\s/g, "")).digest("base64url")}`;

const Codes = z.array(z.string());

/**
 * How the library stores recovery codes: it passes and gets them as JSON, new ones in clear text and existing ones as
 * hashes.
 */
export const recoveryStorage = {
  encrypt: (json: string) => seal(JSON.stringify(hashed(json))),
  decrypt: async (sealed: string) => JSON.stringify(hashed(await openSecret(sealed))),
};

const hashed = (json: string) =>
  Codes.parse(JSON.parse(json)).map((code) => (code.startsWith(hashPrefix) ? code : hashOfRecovery(code)));

type Factor = { secret: string; backupCodes: string };

/**
 * A second factor encrypted with the current secret; `today` if it already is, `unreadable` if no secret of
 * SESSION_SECRET decrypts it.
 */
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
