import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { settingIn, settingOf, settingOnce } from "@/db/settings";
import { db, type Tx } from "@/db/store";
import { env } from "../settings/env";

// What the shop signs for itself and hands out: order tokens, cookies, links in letters. Nothing of it is stored. The first
// secret of SESSION_SECRET signs, and what any of them signed holds.

type Secrets = [first: string, ...others: string[]];

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

/** The same in a unit of work that is open. */
export const signedByEachIn = async (tx: Tx, text: string): Promise<Secrets> =>
  signedWithEach(await secretsIn(tx), text);

/** Compares proofs in a time that tells nothing of where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const signedWith = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("base64url");

const signedWithEach = ([first, ...others]: Secrets, text: string): Secrets => [
  signedWith(first, text),
  ...others.map((secret) => signedWith(secret, text)),
];

const secretName = "session_secret";
const newSecret = () => randomBytes(32).toString("base64url");

let made: Promise<string> | undefined;
let stood: Promise<string | undefined> | undefined;

/**
 * From the environment. A demo or a shop with test keys need not have one: then it is made once and kept in the database,
 * so that all instances share it. Once SESSION_SECRET is set there, the one that was made is like one that is exchanged;
 * with live keys it counts no more.
 */
async function sessionSecrets(): Promise<Secrets> {
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

async function secretsIn(tx: Tx): Promise<Secrets> {
  const [first, ...others] = env().sessionSecrets;
  if (first === undefined) return [(await settingIn(tx, secretName, newSecret)).value];
  return env().live ? [first, ...others] : withKept([first, ...others], await settingOf(tx, secretName));
}

const withKept = (given: Secrets, kept: string | undefined): Secrets =>
  kept === undefined ? given : [...given, kept];
