import { allKeys } from "@/db/api-keys";
import { db } from "@/db/store";
import { Problem } from "../../problem";
import { staffAuth } from "./auth";
import { type Act, actorOf, assertMay, type Staff } from "./permissions";
import type { Person } from "./person";

// Who works at the desk, as the library stores them.

/** All accounts, by name. Throws forbidden. */
export async function allStaff(by: Staff): Promise<Person[]> {
  assertMay(by, "staff:manage");
  return everybody();
}

/** The names of staff and API keys, by the actor that the audit log and refunds store: `staff:…`, `key:…`. */
export async function namesOfActors(): Promise<Map<string, string>> {
  const [staff, keys] = await Promise.all([everybody(), allKeys(db)]);
  return new Map([
    ...staff.map((person): [string, string] => [actorOf(person), person.name]),
    ...keys.map((key): [string, string] => [`key:${key.id}`, key.name]),
  ]);
}

/** The library's own verbs. */
export const context = async () => (await staffAuth()).$context;

/**
 * Everybody, by name, without a permission check. A desk has tens of people, not thousands, so all of them are read.
 */
export async function everybody(): Promise<Person[]> {
  const found = await (await context()).adapter.findMany<Kept>({
    model: "user",
    sortBy: { field: "name", direction: "asc" },
    limit: 1_000,
  });
  return found.map(
    ({
      id,
      name,
      email,
      role,
      disabled,
      mustChangePassword,
      twoFactorEnabled,
      madeBy,
      madeAt,
      factorRemovedBy,
      knownTo,
      managerUntil,
      createdAt,
    }) => ({
      id,
      name,
      email,
      role,
      disabled,
      mustChangePassword,
      hasSecondFactor: twoFactorEnabled === true,
      managerUntil: managerUntil ?? null,
      madeBy: madeBy ?? null,
      madeAt: madeAt ?? null,
      factorRemovedBy: factorRemovedBy ?? null,
      knownTo: namesIn(knownTo) ?? colleagues([madeBy, factorRemovedBy]),
      knownToKept: knownTo ?? null,
      createdAt,
    }),
  );
}

/** An account as the library returns it. */
type Kept = Omit<Person, "knownTo" | "knownToKept"> & {
  twoFactorEnabled?: boolean | null;
  knownTo?: string | null;
};

const namesIn = (kept: string | null | undefined) => kept?.split(" ").filter((name) => name !== "");

/** For an account from a release that did not record everybody, only the last one is known. */
const colleagues = (makers: (string | null | undefined)[]) =>
  makers.filter((maker) => typeof maker === "string").filter((maker) => maker !== "operator");

/** A person that somebody acts on. Throws not_found, not_yourself. */
export async function somebodyElse(id: string, { by }: Act): Promise<Person> {
  const person = (await everybody()).find((other) => other.id === id);
  if (!person) throw new Problem("not_found", "No staff member has this ID.");
  if (by !== "operator" && by.id === id)
    throw new Problem("not_yourself", "You cannot change your own access. Ask another manager.");
  return person;
}

export const isManager = ({ role, disabled }: Pick<Person, "role" | "disabled">) =>
  role === "manager" && !disabled;

/** How many open accounts have the role of manager. */
export const countManagers = async () => (await everybody()).filter(isManager).length;
