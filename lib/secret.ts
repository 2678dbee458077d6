import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { settingIn, settingOnce } from "@/db/settings";
import type { Tx } from "@/db/store";
import { env } from "./env";

// What the shop signs for itself and hands out: order tokens, cookies, links in letters. Nothing of it is stored.

/** A proof that only this shop can have made, of a text that says what it proves. */
export const sign = async (text: string): Promise<string> => signedWith(await sessionSecret(), text);

/**
 * Whether the shop made this proof of this text. While SESSION_SECRET is being exchanged, proofs made with
 * SESSION_SECRET_PREVIOUS hold as well.
 */
export async function isSigned(text: string, proof: string): Promise<boolean> {
  const secrets = [await sessionSecret(), env().previousSessionSecret];
  return secrets.some((secret) => secret !== undefined && isSame(proof, signedWith(secret, text)));
}

/** What the current secret signs a text with, and the one before it, if there is one: the current one comes first. */
export async function signedByEach(text: string): Promise<[current: string, ...previous: string[]]> {
  const previous = env().previousSessionSecret;
  const current = await sign(text);
  return previous === undefined ? [current] : [current, signedWith(previous, text)];
}

/** The same in a unit of work that is open. */
export async function signedByEachIn(
  tx: Tx,
  text: string,
): Promise<[current: string, ...previous: string[]]> {
  const { sessionSecret: given, previousSessionSecret: previous } = env();
  const current = given ?? (await settingIn(tx, secretName, newSecret)).value;
  return [signedWith(current, text), ...(previous === undefined ? [] : [signedWith(previous, text)])];
}

/** Compares proofs in a time that tells nothing of where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const signedWith = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("base64url");

const secretName = "session_secret";
const newSecret = () => randomBytes(32).toString("base64url");

let secret: Promise<string> | undefined;

/**
 * From the environment. A demo or a shop with test keys need not have one: then it is made once and kept in the database,
 * so that all instances share it.
 */
function sessionSecret(): Promise<string> {
  const given = env().sessionSecret;
  if (given) return Promise.resolve(given);
  secret ??= settingOnce(secretName, newSecret).catch((error) => {
    secret = undefined;
    throw error;
  });
  return secret;
}
