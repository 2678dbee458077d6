import { plainSigns } from "./text";

/** How many digits a number has at least, and at most: E.164, and behind a prefix for abroad some more. */
const fewest = 8;
const most = 15;
const mostFromAbroad = 20;

export type PhoneFault = "wrong" | "too_long";

/**
 * A telephone number as it is typed or pasted, as it is kept: digits, behind a plus where there was one. Nothing else
 * is changed; what is too long is said, not cut.
 */
export function readPhone(typed: string): { phone: string } | { fault: PhoneFault } {
  const phone = plainSigns(typed)
    .trim()
    .replace(/^tel:/i, "")
    .replace(/[\s().\-/·]/g, "");
  if (!/^\+?\d+$/.test(phone)) return { fault: "wrong" };
  const digits = digitsOf(phone).length;
  if (digits < fewest) return { fault: "wrong" };
  return digits > (/^(00|011)/.test(phone) ? mostFromAbroad : most) ? { fault: "too_long" } : { phone };
}

export const digitsOf = (text: string) => plainSigns(text).replace(/\D/g, "");
