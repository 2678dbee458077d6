import type { Person } from "./person";

/** Who last created or reset an account, and who has removed its authenticator app since. */
export const directMakers = ({ madeBy, factorRemovedBy }: Pick<Person, "madeBy" | "factorRemovedBy">) =>
  [madeBy, factorRemovedBy].filter((maker) => maker !== null);

/**
 * Everybody who may have access to an account, as the audit log names them: its owner, anybody who created or reset it
 * or removed its app since the operator vouched for it, and everybody who may have access to their accounts.
 */
export function whoMayBe(actor: string, people: Map<string, Person>): Set<string> {
  const found = new Set<string>();
  const open = [actor];
  for (let one = open.pop(); one; one = open.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    open.push(...(people.get(one)?.knownTo ?? []));
  }
  return found;
}

/** Whether one person may stand behind both accounts. */
export function mayBeOnePerson(one: string, other: string, people: Map<string, Person>): boolean {
  const others = whoMayBe(other, people);
  return [...whoMayBe(one, people)].some((actor) => others.has(actor));
}
