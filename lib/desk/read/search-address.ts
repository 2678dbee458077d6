import { sealer } from "../staff/sealer";

// What staff search for may be a shopper's email address or phone number. It is encrypted in the address, so that it is
// in neither a proxy's log nor a browser's history, and a list can still be sent to a colleague.

const { seal, open } = sealer("desk search");

/** The free-text field of a list. */
export type Sought = "q" | "subject";

type Given = Record<string, string | string[] | undefined>;

/** In characters. No list accepts that many; more would make the address too long to send. */
const limit = 1_000;

/** A filter's fields as they appear in an address: the search term is encrypted, as `s`. */
export async function inAddress(field: Sought, typed: Record<string, string>) {
  const rest = Object.fromEntries(Object.entries(typed).filter(([name]) => name !== field && name !== "s"));
  const sought = typed[field]?.trim().slice(0, limit);
  if (!sought) return rest;
  return { ...rest, s: await seal(sought) };
}

/**
 * A filter's fields as they were typed, from those in an address. What cannot be decrypted, because we did not encrypt
 * it or the secret was replaced, stays as `s`. An address from an earlier release has the search term in clear text.
 */
export async function fromAddress(field: Sought, { s, ...rest }: Given): Promise<Given> {
  const sealed = Array.isArray(s) ? s[0] : s;
  if (!sealed) return rest;
  const sought = await open(sealed).catch(() => undefined);
  return sought === undefined ? { ...rest, s: sealed } : { ...rest, [field]: sought };
}
