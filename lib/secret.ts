import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { settingOnce } from "@/db/settings";
import { env } from "./env";

// What the shop signs for itself and hands out: order tokens, cookies, links in letters. Nothing of it is stored.

/** A proof that only this shop can have made, of a text that says what it proves. */
export async function sign(text: string): Promise<string> {
  return createHmac("sha256", await sessionSecret())
    .update(text)
    .digest("base64url");
}

/** Compares proofs in a time that tells nothing of where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

let secret: Promise<string> | undefined;

/** From the environment, else made once and kept in the database, so that all instances share it. */
function sessionSecret(): Promise<string> {
  const given = env().sessionSecret;
  if (given) return Promise.resolve(given);
  secret ??= settingOnce("session_secret", () => randomBytes(32).toString("base64url")).catch((error) => {
    secret = undefined;
    throw error;
  });
  return secret;
}
