import type { Person } from "./people";

/** Who made or reset an account last, and who took its authenticator app away since. */
export const directMakers = ({ madeBy, factorRemovedBy }: Person): string[] =>
  [madeBy, factorRemovedBy].filter((maker) => maker !== null);

/** The same of an account and of those who did so with theirs: each of them may have a way into it. */
export function makersOf(person: Person, people: Map<string, Person>): Set<string> {
  const makers = new Set<string>();
  const open = directMakers(person);
  for (let maker = open.pop(); maker; maker = open.pop()) {
    if (makers.has(maker)) continue;
    makers.add(maker);
    const made = people.get(maker);
    if (made) open.push(...directMakers(made));
  }
  return makers;
}
