import { sealer } from "../staff/sealer";

// What is sought at the desk may be a person's e-mail address or number. In an address it is encrypted, so that neither a
// proxy's log nor a browser's history has it, and a list can still be sent to a colleague.

const { seal, open } = sealer("desk search");

/** The field of a list in which anything may be typed. */
export type Sought = "q" | "subject";

type Given = Record<string, string | string[] | undefined>;

/** No list takes so many characters. More would make an address that is too long to be sent. */
const limit = 1_000;

/** The fields of a filter as an address has them: what is sought is encrypted, as `s`. */
export async function inAddress(field: Sought, typed: Record<string, string>) {
  const rest = Object.fromEntries(Object.entries(typed).filter(([name]) => name !== field && name !== "s"));
  const sought = typed[field]?.trim().slice(0, limit);
  if (!sought) return rest;
  return { ...rest, s: await seal(sought) };
}

/**
 * The fields of a filter as they were typed, from those of an address. What cannot be read, since nobody here encrypted
 * it or the secret has been exchanged, stays as `s`. An address of an earlier release has what is sought in clear.
 */
export async function fromAddress(field: Sought, { s, ...rest }: Given): Promise<Given> {
  const sealed = Array.isArray(s) ? s[0] : s;
  if (!sealed) return rest;
  const sought = await open(sealed).catch(() => undefined);
  return sought === undefined ? { ...rest, s: sealed } : { ...rest, [field]: sought };
}
