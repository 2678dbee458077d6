import { days, later } from "../../clock";
import { Problem } from "../../problem";
import { directMakers, mayBeOnePerson } from "./makers";
import { everybody } from "./people";
import { actorOf, type Staff } from "./permissions";
import type { Person } from "./person";

/** How long an account that a colleague created or reset cannot approve anything, in milliseconds. */
const newForMs = days(1);

/**
 * The second person must be a different person. Whoever created or reset an account, or removed its authenticator app,
 * may be able to use it: two accounts that one person may stand behind, even through accounts in between, cannot
 * approve each other's refunds until the operator vouches for one of them. For a day afterwards such an account
 * approves nothing at all. Throws approver_not_independent.
 */
export async function assertIndependent(approver: Staff, requestedBy: string, now: Date): Promise<void> {
  const own = actorOf(approver);
  // That nobody approves their own refund is checked elsewhere.
  if (requestedBy === own) return;
  const people = new Map((await everybody()).map((person) => [actorOf(person), person]));
  if (mayBeOnePerson(own, requestedBy, people))
    throw dependent(
      "One of you created or reset the other's account, or someone else did so for both. Another person must approve.",
    );
  const person = people.get(own);
  if (person && isNew(person, now))
    throw dependent(
      "Your account was created or reset by a colleague less than a day ago, so it cannot approve refunds yet.",
    );
}

const isNew = (person: Person, now: Date) =>
  directMakers(person).some((maker) => maker !== "operator") &&
  person.madeAt !== null &&
  person.madeAt > later(now, -newForMs);

const dependent = (why: string) =>
  new Problem(
    "approver_not_independent",
    `${why} The operator can vouch for an account with npm run staff -- vouch.`,
  );
