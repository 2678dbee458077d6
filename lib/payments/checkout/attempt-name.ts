import { createHash } from "node:crypto";
import type { Order } from "@/db/schema";
import { randomCode } from "../../clock";
import { env } from "../../settings/env";

/**
 * The attempt's name at its gateway. The part after the number must not be guessable, since anyone who knows it can
 * bring payment keys for the attempt: 26 characters are 130 random bits. The last six mark it as coming from the shop
 * at this address, so that the shop recognizes its own attempts among those of other programs with the same keys. Toss
 * accepts 64 characters at most; these are 54 for attempts below ten. Source: Toss core API, `orderId`; OWASP ASVS 5.0,
 * 11.5.1.
 */
export function newAttemptName({ number }: Pick<Order, "number">, attempt: number): string {
  const name = `${number}-${attempt}-${randomCode(26).toLowerCase()}`;
  return name + markOf(name);
}

/** The order number that an attempt's name begins with. */
export const orderNumberIn = (name: string): string => name.split("-").slice(0, 3).join("-");

/** Whether a shop at this address named the attempt. */
export const hasOurMark = (name: string): boolean =>
  shape.test(name) && name.endsWith(markOf(name.slice(0, -markLength)));

/** Whether any shop running this program may have named the attempt, including older releases, which added no mark. */
export const hasShape = (name: string): boolean => shape.test(name);

const shape = /^ORD-\d{8}-[0-9A-HJKMNP-TV-Z]{6}-\d{1,4}-[0-9a-hjkmnp-tv-z]{26}([0-9a-hjkmnp-tv-z]{6})?$/;

const markLength = 6;
const letters = "0123456789abcdefghjkmnpqrstvwxyz";

const markOf = (name: string) =>
  Array.from(
    createHash("sha256").update(`${env().appUrl} ${name}`).digest().subarray(0, markLength),
    (byte) => letters[byte % 32],
  ).join("");
