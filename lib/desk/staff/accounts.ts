import { allKeys } from "@/db/api-keys";
import { recordAudit } from "@/db/audit";
import type { AuditAction, StaffLetter } from "@/db/schema";
import { queueStaffLetters } from "@/db/staff-letters";
import { db, type Tx, transaction } from "@/db/store";
import { days, later, typedSecret } from "../../clock";
import type { Role } from "../../contracts/roles";
import { forgiveCodes, forgiveGuesses } from "../../limits/desk";
import { Problem } from "../../problem";
import { oneTimeMs, staffAuth } from "./auth";
import { directMakers, mayBeOnePerson, whoMayBe } from "./makers";
import { type Act, actorOf, assertMay, entryOf, type Staff } from "./permissions";
import type { Person } from "./person";

// Who works at the desk. Staff have a separate database, so each change is written to the audit log first: no change
// can be missing from the log, and one that failed halfway is logged twice.

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

/**
 * Creates an account with a one-time password, which is shown only now. If there is a second manager, a new manager's
 * account stays closed until that manager opens it. Throws forbidden, staff_exists.
 */
export async function addStaff(
  { name, email, role }: Pick<Staff, "name" | "email" | "role">,
  act: Act,
): Promise<{ id: string } & Given> {
  assertMay(act.by, "staff:manage");
  const { internalAdapter, password } = await context();
  if (await internalAdapter.findUserByEmail(email))
    throw new Problem("staff_exists", "A staff member already uses this email address.", {
      errors: [{ field: "email", message: "Use another address, or change the existing account" }],
    });
  const oneTimePassword = typedSecret();
  const hash = await password.hash(oneTimePassword);
  const awaitsManager = role === "manager" && (await needsSecondManager(act));
  return logged(
    act,
    "staff_added",
    email.toLowerCase(),
    { name, role, awaitsManager },
    async () => {
      const made = await internalAdapter.createUser(
        {
          name,
          email,
          emailVerified: true,
          role,
          disabled: awaitsManager,
          ...origin(act),
          knownTo: await knownAfter(act, []),
        },
        {
          method: "other",
          provider: "staff",
        } as never,
      );
      await internalAdapter.linkAccount({
        userId: made.id,
        providerId: "credential",
        accountId: made.id,
        password: hash,
      });
      return { id: made.id, oneTimePassword, awaitsManager };
    },
    await newsToManagers(act, "staff_added", { name }),
  );
}

/** A password that is shown only once, and whether the account is closed until a second manager opens it. */
type Given = { oneTimePassword: string; awaitsManager: boolean };

/**
 * Changes somebody's role, or closes or opens their account; closing ends their sessions at once. If there is a second
 * manager, somebody who becomes a manager is closed until that manager opens the account; whoever created the account
 * cannot open it. Throws forbidden, not_found, not_yourself, last_manager, second_manager_required.
 */
export async function changeStaff(
  id: string,
  change: { role?: Role | undefined; disabled?: boolean | undefined },
  act: Act,
): Promise<void> {
  assertMay(act.by, "staff:manage");
  const person = await somebodyElse(id, act);
  const then = { role: change.role ?? person.role, disabled: change.disabled ?? person.disabled };
  const others = (await everybody()).filter((other) => other.id !== id && isManager(other));
  if (isManager(person) && !isManager(then) && others.length === 0)
    throw new Problem("last_manager", "The desk must keep at least one manager.");
  const before = { role: person.role, disabled: person.disabled };
  const isRaised = person.role !== "manager" && then.role === "manager";
  const isOpened = person.disabled && !then.disabled && then.role === "manager";
  const awaitsManager = (isRaised || isOpened) && (await needsSecondManager(act, id));
  if (awaitsManager && isRaised) then.disabled = true;
  else if (awaitsManager && act.by !== "operator")
    for (const maker of directMakers(person)) await assertSecond(act.by, maker);
  await logged(
    act,
    "staff_changed",
    actorOf(person),
    { before, after: then },
    async () => {
      if (awaitsManager && isRaised) await noteWayIn(id, act);
      await writeStaff(id, {
        ...then,
        ...(awaitsManager && isRaised && { madeBy: entryOf(act).actor, madeAt: act.now }),
        ...(isManager(person) && !isManager(then) && { managerUntil: act.now }),
      });
      if (then.disabled) await (await context()).internalAdapter.deleteUserSessions(id);
    },
    isRaised || isOpened ? await newsToManagers(act, "staff_changed", person) : undefined,
  );
}

/**
 * Gives somebody who forgot their password a new one-time password. Their authenticator app is still required, their
 * sessions end, and earlier failed attempts are forgotten. If there is a third manager, a manager's account is closed
 * until that manager opens it. Throws forbidden, not_found, not_yourself.
 */
export async function resetStaff(id: string, act: Act): Promise<Given> {
  assertMay(act.by, "staff:manage");
  const person = await somebodyElse(id, act);
  const { internalAdapter, password } = await context();
  const oneTimePassword = typedSecret();
  const hash = await password.hash(oneTimePassword);
  const awaitsManager = isManager(person) && (await needsSecondManager(act, id));
  return logged(
    act,
    "staff_reset",
    actorOf(person),
    { awaitsManager },
    async () => {
      await noteWayIn(id, act);
      await internalAdapter.updatePassword(id, hash);
      await writeStaff(id, {
        mustChangePassword: true,
        ...origin(act),
        ...(awaitsManager && { disabled: true, managerUntil: act.now }),
      });
      await internalAdapter.deleteUserSessions(id);
      await forgiveGuesses(person);
      return { oneTimePassword, awaitsManager };
    },
    await newsToManagers(act, "staff_reset", person),
  );
}

/**
 * Removes the authenticator app and recovery codes of somebody who lost them. Their password stays, and their sessions
 * end. If there is a third manager, a manager's account is closed until that manager opens it. Throws forbidden,
 * not_found, not_yourself, second_factor_off.
 */
export async function removeFactor(id: string, act: Act): Promise<{ awaitsManager: boolean }> {
  assertMay(act.by, "staff:manage");
  const person = await somebodyElse(id, act);
  if (!person.hasSecondFactor)
    throw new Problem("second_factor_off", "This person has no authenticator app.");
  const { internalAdapter, adapter } = await context();
  const awaitsManager = isManager(person) && (await needsSecondManager(act, id));
  return logged(
    act,
    "staff_factor_removed",
    actorOf(person),
    { awaitsManager },
    async () => {
      await noteWayIn(id, act);
      await adapter.deleteMany({ model: "twoFactor", where: [{ field: "userId", value: id }] });
      // Who may know the password stays on record. The deadline of a one-time password is not extended.
      await writeStaff(id, {
        twoFactorEnabled: false,
        factorRemovedBy: entryOf(act).actor,
        madeAt: act.now,
        ...(awaitsManager && { disabled: true, managerUntil: act.now }),
      });
      await internalAdapter.deleteUserSessions(id);
      await forgiveCodes(id);
      return { awaitsManager };
    },
    await newsToManagers(act, "staff_factor_removed", person),
  );
}

/**
 * The operator vouches that only its owner can use an account, whoever created or reset it; from then on it is
 * independent of them. Throws not_found.
 */
export async function vouchFor(id: string, act: Act & { by: "operator" }): Promise<void> {
  const person = await somebodyElse(id, act);
  const before = { made_by: person.madeBy, known_to: person.knownTo };
  await logged(act, "staff_vouched", actorOf(person), { before }, () =>
    writeStaff(id, { madeBy: act.by, factorRemovedBy: null, knownTo: "" }),
  );
}

/**
 * Creates the first manager of a shop without staff, with a one-time password. Until that password is used, calling
 * this again issues another. Undefined once somebody has signed in and chosen their own.
 */
export async function firstManager(email: string, now: Date) {
  const people = await everybody();
  const [only] = people;
  if (!only) {
    const made = await addStaff({ name: "Manager", email, role: "manager" }, { by: "operator", now });
    return { email, oneTimePassword: made.oneTimePassword };
  }
  if (people.length > 1 || !only.mustChangePassword) return undefined;
  return { email: only.email, ...(await resetStaff(only.id, { by: "operator", now })) };
}

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

/** What is recorded when an account is created or reset: who did it, and until when its one-time password works. */
const origin = (act: Act) => ({
  madeBy: entryOf(act).actor,
  madeAt: act.now,
  factorRemovedBy: null as string | null,
  oneTimeUntil: later(act.now, oneTimeMs),
});

/** Records who may have access to an account from now on. If two do so at the same moment, both are recorded. */
async function noteWayIn(id: string, act: Act): Promise<void> {
  const { adapter } = await context();
  for (;;) {
    const { knownTo, knownToKept } = await somebodyElse(id, act);
    const noted = await adapter.updateMany({
      model: "user",
      where: [
        { field: "id", value: id },
        { field: "knownTo", value: knownToKept },
      ],
      update: { knownTo: await knownAfter(act, knownTo) },
    });
    if (noted > 0) return;
  }
}

/**
 * Who may have access to an account after this act, in its stored form. Nobody is removed: anybody who had access
 * before may have an authenticator app for it, or be given its next password. Acts of the operator add nobody.
 */
async function knownAfter({ by }: Act, before: string[]): Promise<string> {
  if (by === "operator") return before.join(" ");
  const people = new Map((await everybody()).map((one) => [actorOf(one), one]));
  return [...new Set([...before, ...whoMayBe(actorOf(by), people)])].join(" ");
}

/** Writes the columns of an account that the library does not manage. */
export async function writeStaff(
  id: string,
  values: {
    role?: Role;
    disabled?: boolean;
    mustChangePassword?: boolean;
    twoFactorEnabled?: boolean;
    madeBy?: string | null;
    knownTo?: string | null;
  } & Partial<Omit<ReturnType<typeof origin>, "madeBy"> & { managerUntil: Date }>,
): Promise<void> {
  await (await context()).internalAdapter.updateUser(id, values);
}

const context = async () => (await staffAuth()).$context;

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

async function somebodyElse(id: string, { by }: Act): Promise<Person> {
  const person = (await everybody()).find((other) => other.id === id);
  if (!person) throw new Problem("not_found", "No staff member has this ID.");
  if (by !== "operator" && by.id === id)
    throw new Problem("not_yourself", "You cannot change your own access. Ask another manager.");
  return person;
}

const isManager = ({ role, disabled }: Pick<Person, "role" | "disabled">) => role === "manager" && !disabled;

async function logged<T>(
  act: Act,
  action: AuditAction,
  subject: string,
  detail: Record<string, unknown>,
  work: () => Promise<T>,
  letters?: ManagersNews,
): Promise<T> {
  const entry = { ...entryOf(act), subject };
  await transaction(async (tx) => {
    await recordAudit(tx, { ...entry, action, detail });
    await letters?.queue(tx);
  });
  try {
    return await work();
  } catch (error) {
    await transaction((tx) => recordAudit(tx, { ...entry, action: `${action}_failed`, detail }));
    throw error;
  }
}

/** How many open accounts have the role of manager. */
export const countManagers = async () => (await everybody()).filter(isManager).length;

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

type ManagersNews = Awaited<ReturnType<typeof newsToManagers>>;
