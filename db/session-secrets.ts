import { randomBytes } from "node:crypto";
import type { Secrets } from "@/lib/hmac";
import { env } from "@/lib/settings/env";
import { settingIn, settingOf, settingOnce } from "./settings";
import { db, type Tx } from "./store";

const secretName = "session_secret";
const newSecret = () => randomBytes(32).toString("base64url");

let made: Promise<string> | undefined;
let stood: Promise<string | undefined> | undefined;

/**
 * The session secrets, from the environment. A demo or a shop with test keys may leave it empty: then one is generated
 * and stored in the database, so that all instances share it. Once SESSION_SECRET is set, the generated one counts as
 * an older secret; with live keys it no longer counts.
 */
export async function sessionSecrets(): Promise<Secrets> {
  const [first, ...others] = env().sessionSecrets;
  if (first === undefined) {
    made ??= settingOnce(secretName, newSecret).catch((error) => {
      made = undefined;
      throw error;
    });
    return [await made];
  }
  if (env().live) return [first, ...others];
  stood ??= settingOf(db, secretName).catch((error) => {
    stood = undefined;
    throw error;
  });
  return withKept([first, ...others], await stood);
}

/** The session secrets, read inside an open unit of work. */
export async function secretsIn(tx: Tx): Promise<Secrets> {
  const [first, ...others] = env().sessionSecrets;
  if (first === undefined) return [(await settingIn(tx, secretName, newSecret)).value];
  return env().live ? [first, ...others] : withKept([first, ...others], await settingOf(tx, secretName));
}

const withKept = (given: Secrets, kept: string | undefined): Secrets =>
  kept === undefined ? given : [...given, kept];
