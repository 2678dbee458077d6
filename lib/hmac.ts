import { createHmac, timingSafeEqual } from "node:crypto";

/** Secrets during rotation: the first one signs, and signatures by any of them are valid. */
export type Secrets = [first: string, ...others: string[]];

export const signedWith = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("base64url");

/** The signatures of a text by each secret; the current secret's comes first. */
export const signedWithEach = ([first, ...others]: Secrets, text: string): Secrets => [
  signedWith(first, text),
  ...others.map((secret) => signedWith(secret, text)),
];

/** Compares two signatures in constant time. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
