import { type Ability, mayDo, type Role } from "../contracts/roles";
import { Problem } from "../problem";

/** Somebody who is signed in at the desk. */
export type Staff = { id: string; name: string; email: string; role: Role };

/** How the audit log and refunds name them. */
export const actorOf = ({ id }: Pick<Staff, "id">) => `staff:${id}`;

/** Called first by every verb and every reader of the desk. Throws forbidden. */
export function assertMay({ role }: Staff, ability: Ability) {
  if (!mayDo(role, ability)) throw new Problem("forbidden", `This takes more than the role ${role}.`);
}
