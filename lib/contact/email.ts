import { withoutUnseen } from "./text";

/** How long an address and the part before its @ may be, in bytes. Source: RFC 5321, 4.5.3.1. */
const longest = 254;
const longestLocal = 64;

/**
 * An e-mail address as a keyboard sends it, as it is kept: full-width signs made narrow, blanks around it gone, its
 * domain in ASCII and small letters. Undefined for what is none. What some provider has given out counts, not what a
 * standard allows: two dots, or one before the @, exist at Japanese carriers.
 */
export function readEmail(typed: string): string | undefined {
  const text = withoutUnseen(typed.normalize("NFKC")).trim();
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(0, at));
  const domain = asciiDomain(text.slice(at + 1));
  if (!domain || !isLocalPart(local)) return undefined;
  const address = `${local}@${domain}`;
  return bytesOf(address) <= longest ? address : undefined;
}

/**
 * The address for a gateway that sends a receipt of its own; undefined for a real but rare one that a gateway may refuse
 * together with the payment. Source: Toss core API, `customerEmail` of 100 characters; Stripe, `email_invalid`.
 */
export const emailForGateway = (address: string): string | undefined =>
  address.length <= 100 && /^[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9-]+\.)+[a-z]+$/i.test(address)
    ? address
    : undefined;

function isLocalPart(local: string) {
  if (bytesOf(local) > longestLocal) return false;
  return (
    /^(?:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]|[^\p{ASCII}\p{Z}\p{C}])+$/u.test(local) ||
    /^"[^"\\\p{C}]+"$/u.test(local)
  );
}

/** The host name as it is in the DNS; undefined for what cannot be one, an IP address included. */
function asciiDomain(typed: string): string | undefined {
  // Anything else would make the URL parser read something other than a host.
  if (!/^(?:[A-Za-z0-9.-]|[^\p{ASCII}\p{Z}\p{C}])+$/u.test(typed)) return undefined;
  const host = hostOf(typed);
  const labels = host?.split(".") ?? [];
  const fits = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return fits && labels.length > 1 && /^(?:[a-z]{2,}|xn--.+)$/.test(labels.at(-1) ?? "") ? host : undefined;
}

function hostOf(typed: string) {
  try {
    return new URL(`http://${typed}`).hostname;
  } catch {
    return undefined;
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
