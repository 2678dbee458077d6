import { createHmac, timingSafeEqual } from "node:crypto";

/** Secrets that are being exchanged: the first signs, and what any of them signed holds. */
export type Secrets = [first: string, ...others: string[]];

export const signedWith = (secret: string, text: string) =>
  createHmac("sha256", secret).update(text).digest("base64url");

/** What each secret signs a text with; that of today comes first. */
export const signedWithEach = ([first, ...others]: Secrets, text: string): Secrets => [
  signedWith(first, text),
  ...others.map((secret) => signedWith(secret, text)),
];

/** Compares proofs in a time that tells nothing of where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
