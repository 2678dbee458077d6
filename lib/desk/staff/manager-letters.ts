import type { StaffLetter } from "@/db/schema";
import { queueStaffLetters } from "@/db/staff-letters";
import type { Tx } from "@/db/store";
import { everybody, isManager } from "./people";
import type { Act } from "./permissions";
import type { Person } from "./person";

/**
 * Letters to all managers, and to the person concerned if they are not a manager, to be queued in the transaction they
 * report on.
 */
export async function newsToManagers(
  { by, now }: Act,
  news: StaffLetter["news"],
  about: Pick<Person, "name"> & Partial<Pick<Person, "id" | "email">>,
) {
  const managers = (await everybody()).filter((person) => isManager(person) && person.id !== about.id);
  // Somebody the operator adds while there is no manager gets no letter about themselves.
  const themselves = about.email && (by !== "operator" || managers.length > 0) ? [about.email] : [];
  const addresses = [...new Set([...managers.map(({ email }) => email), ...themselves])];
  const told = { news, by: by === "operator" ? null : by.name, about: about.name };
  return { queue: (tx: Tx) => queueStaffLetters(tx, addresses, told, now) };
}

export type ManagersNews = Awaited<ReturnType<typeof newsToManagers>>;
