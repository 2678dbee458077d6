import type { Person } from "./people";

/** Who made or reset an account last, and who did so with theirs: each of them may know a password on the way. */
export function makersOf(person: Person, people: Map<string, Person>): Set<string> {
  const makers = new Set<string>();
  let maker = person.madeBy;
  while (maker && !makers.has(maker)) {
    makers.add(maker);
    maker = people.get(maker)?.madeBy ?? null;
  }
  return makers;
}
