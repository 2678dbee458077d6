import { plainSigns } from "./text";

/** Minimum and maximum number of digits: E.164, plus some for an international dialing prefix. */
const fewest = 8;
const most = 15;
const mostFromAbroad = 20;

export type PhoneFault = "wrong" | "too_long";

/**
 * Normalizes a typed or pasted phone number for storage: digits, after a plus if there was one. Nothing else is
 * changed; a number that is too long is reported, not cut.
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
