import { createHash } from "node:crypto";
import type { Order } from "@/db/schema";
import { randomCode } from "../../clock";
import { env } from "../../settings/env";

/**
 * The attempt's name at its gateway. What follows its number is not to be guessed, since whoever knows it may bring payment
 * keys for the attempt: 26 characters are 130 random bits. The last six say that it is of the shop at this address, so that
 * the shop knows its own among what other programs with the same keys ask of the gateway. Toss takes 64 characters at most,
 * and these are 54 for an attempt below ten. Source: Toss core API, `orderId`; OWASP ASVS 5.0, 11.5.1.
 */
export function newAttemptName({ number }: Pick<Order, "number">, attempt: number): string {
  const name = `${number}-${attempt}-${randomCode(26).toLowerCase()}`;
  return name + markOf(name);
}

/** The number of the order that an attempt's name begins with. */
export const orderNumberIn = (name: string): string => name.split("-").slice(0, 3).join("-");

/** True of a name that a shop at this address gave an attempt. */
export const hasOurMark = (name: string): boolean =>
  shape.test(name) && name.endsWith(markOf(name.slice(0, -markLength)));

/** True of a name such as any shop of this program gives, also an earlier release, which left no mark. */
export const hasShape = (name: string): boolean => shape.test(name);

const shape = /^ORD-\d{8}-[0-9A-HJKMNP-TV-Z]{6}-\d{1,4}-[0-9a-hjkmnp-tv-z]{26}([0-9a-hjkmnp-tv-z]{6})?$/;

const markLength = 6;
const letters = "0123456789abcdefghjkmnpqrstvwxyz";

const markOf = (name: string) =>
  Array.from(
    createHash("sha256").update(`${env().appUrl} ${name}`).digest().subarray(0, markLength),
    (byte) => letters[byte % 32],
  ).join("");
