import { days, later } from "../clock";
import { Problem } from "../problem";
import { directMakers, makersOf } from "./makers";
import { everybody, type Person } from "./people";
import { actorOf, type Staff } from "./staff";

/** How long an account that somebody made or reset decides nothing together with them, in milliseconds. */
const settlingMs = days(1);

/**
 * A second person is another person. Whoever made or reset an account may know its password, so it never agrees to what
 * they asked for, also not through accounts in between; and for a day after, it agrees to nothing at all, nor do they
 * agree to what it asks for. An account that the operator made is its own. Throws approver_not_independent.
 */
export async function assertIndependent(approver: Staff, requestedBy: string, now: Date): Promise<void> {
  const people = new Map((await everybody()).map((person) => [actorOf(person), person]));
  const [own, asker] = [people.get(actorOf(approver)), people.get(requestedBy)];
  if (own && makersOf(own, people).has(requestedBy))
    throw dependent("Whoever asked for this made or reset your account: somebody else must agree.");
  if (own && isSettling(own, now))
    throw dependent(
      "Your account was made or reset by a colleague less than a day ago: it cannot approve refunds yet.",
    );
  if (asker && directMakers(asker).includes(actorOf(approver)) && isSettling(asker, now))
    throw dependent("You made or reset the account that asks less than a day ago: somebody else must agree.");
}

const isSettling = (person: Person, now: Date) =>
  directMakers(person).some((maker) => maker !== "operator") &&
  person.madeAt !== null &&
  person.madeAt > later(now, -settlingMs);

const dependent = (why: string) =>
  new Problem(
    "approver_not_independent",
    `${why} The operator can vouch for an account: npm run staff -- vouch.`,
  );
