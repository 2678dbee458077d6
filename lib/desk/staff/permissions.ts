import { type Ability, mayDo, type Role } from "../../contracts/roles";
import { Problem } from "../../problem";

/** A staff member who is signed in. */
export type Staff = { id: string; name: string; email: string; role: Role };

/** How the audit log and refunds name them. */
export const actorOf = ({ id }: Pick<Staff, "id">) => `staff:${id}`;

/** Who changes staff or keys, from which address, and when. `operator` means somebody on the server itself. */
export type Act = { by: Staff | "operator"; address?: string | undefined; now: Date };

/** The common fields of an audit entry about the act. */
export const entryOf = ({ by, address, now }: Act) => ({
  actor: by === "operator" ? by : actorOf(by),
  address: address ?? null,
  at: now,
});

/** Called first by every verb and reader of the desk. An operator may do everything. Throws forbidden. */
export function assertMay(by: Staff | "operator", ability: Ability) {
  if (by === "operator") return;
  const { role } = by;
  if (!mayDo(role, ability)) throw new Problem("forbidden", `The role ${role} does not allow this.`);
}
