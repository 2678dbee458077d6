import { days, later } from "../../clock";
import { Problem } from "../../problem";
import { mayBeOnePerson } from "./makers";
import { everybody, isManager } from "./people";
import { type Act, actorOf, type Staff } from "./permissions";
import type { Person } from "./person";

// What one manager may not do alone.

/** How long a former manager still counts as one who could be asked, in milliseconds. */
const askableMs = days(1);

/**
 * Whether there is a manager other than the one who acts and the one the act is about. A manager who lost that role or
 * was closed within the last day still counts, so that nobody can remove the others first; then only the operator can
 * help.
 */
export async function needsSecondManager({ by, now }: Act, about?: string): Promise<boolean> {
  if (by === "operator") return false;
  const wasManager = ({ managerUntil }: Person) =>
    managerUntil !== null && managerUntil > later(now, -askableMs);
  return (await everybody()).some(
    (other) => other.id !== by.id && other.id !== about && (isManager(other) || wasManager(other)),
  );
}

/**
 * Throws second_manager_required if `by` requested it, or if either of the two created or reset the other's account.
 */
export async function assertSecond(by: Staff, madeBy: string | null): Promise<void> {
  const isSecond = await secondManager(by);
  if (!isSecond(madeBy))
    throw new Problem(
      "second_manager_required",
      "Another manager must do this. You requested it, or one of you created or reset the other's account.",
    );
}

/**
 * Returns a function that says whether `by` counts as a second manager for something `madeBy` made: no single person
 * may stand behind both accounts, not even through accounts in between.
 */
export async function secondManager(by: Staff): Promise<(madeBy: string | null) => boolean> {
  const people = new Map((await everybody()).map((person) => [actorOf(person), person]));
  return (madeBy) => madeBy === null || madeBy === "operator" || !mayBeOnePerson(actorOf(by), madeBy, people);
}
