import { withoutUnseen } from "./text";

/** Maximum length of an address and of its local part, in bytes. Source: RFC 5321, 4.5.3.1. */
const longest = 254;
const longestLocal = 64;

/**
 * Normalizes a typed email address for storage: full-width characters narrowed, surrounding whitespace removed, the
 * domain in lowercase ASCII. Returns undefined if it is not an address. Accepts what providers have issued rather than
 * what the standard allows: Japanese carriers have addresses with two dots in a row, or a dot before the @.
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
 * The address for a gateway that sends its own receipts; undefined for valid but rare addresses, since a gateway may
 * reject the payment along with them. Source: Toss core API, `customerEmail` of 100 characters; Stripe,
 * `email_invalid`.
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

/** The host name as in the DNS; undefined if it cannot be one, or if it is an IP address. */
function asciiDomain(typed: string): string | undefined {
  // Any other character would make the URL parser read something other than a host.
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
