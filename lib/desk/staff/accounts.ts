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

// Who works at the desk. Staff have a database of their own, so what is done about them is written to the audit log
// first: a change that is not in the log cannot be, and one that broke off is there twice.

/** Everybody with an account, by name. Throws forbidden. */
export async function allStaff(by: Staff): Promise<Person[]> {
  assertMay(by, "staff:manage");
  return everybody();
}

/** The names of staff and of API keys by how the audit log and refunds name them: `staff:…`, `key:…`. */
export async function namesOfActors(): Promise<Map<string, string>> {
  const [staff, keys] = await Promise.all([everybody(), allKeys(db)]);
  return new Map([
    ...staff.map((person): [string, string] => [actorOf(person), person.name]),
    ...keys.map((key): [string, string] => [`key:${key.id}`, key.name]),
  ]);
}

/**
 * Makes an account with a password for one sign-in, which is shown this once. A manager's is closed until a second manager
 * opens it, where there is one. Throws forbidden, staff_exists.
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

/** A password that is shown this once, and whether the account is closed until a second manager opens it. */
type Given = { oneTimePassword: string; awaitsManager: boolean };

/**
 * Gives somebody another role, or closes or opens their account; closing ends their sessions at once. Whoever becomes a
 * manager is closed until a second manager opens their account, where there is one, and whoever made it does not. Throws
 * forbidden, not_found, not_yourself, last_manager, second_manager_required.
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
 * Gives somebody a new password for one sign-in, for who forgot theirs: their authenticator app is still asked for, their
 * sessions end, and what others tried to guess counts no more. A manager's account is closed until a third manager opens
 * it, where there is one. Throws forbidden, not_found, not_yourself.
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
 * Takes somebody's authenticator app and recovery codes away, for who lost them: their password stays, and their sessions
 * end. A manager's account is closed until a third manager opens it, where there is one. Throws forbidden, not_found,
 * not_yourself, second_factor_off.
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
      // Who may know the password stays noted beside it. A one-time password gets no more time by this.
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
 * The operator says that an account is its owner's alone, whoever made or reset it: from then on it is independent of them.
 * Throws not_found.
 */
export async function vouchFor(id: string, act: Act & { by: "operator" }): Promise<void> {
  const person = await somebodyElse(id, act);
  const before = { made_by: person.madeBy, known_to: person.knownTo };
  await logged(act, "staff_vouched", actorOf(person), { before }, () =>
    writeStaff(id, { madeBy: act.by, factorRemovedBy: null, knownTo: "" }),
  );
}

/**
 * The first manager of a shop that has no staff yet, with a password for one sign-in. Until it was used, asking again
 * gives another one. Undefined once somebody has signed in and chosen their own.
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

/** For how long somebody who was a manager still counts as one who could be asked, in milliseconds. */
const askableMs = days(1);

/**
 * Whether there is a manager besides who acts and whom it is about. One who was closed within a day counts as well, so
 * that nobody gets rid of the others first; then only the operator helps.
 */
export async function needsSecondManager({ by, now }: Act, about?: string): Promise<boolean> {
  if (by === "operator") return false;
  const wasManager = ({ managerUntil }: Person) =>
    managerUntil !== null && managerUntil > later(now, -askableMs);
  return (await everybody()).some(
    (other) => other.id !== by.id && other.id !== about && (isManager(other) || wasManager(other)),
  );
}

/** Throws second_manager_required for who made it, for whose account they made, and for who made theirs. */
export async function assertSecond(by: Staff, madeBy: string | null): Promise<void> {
  const isSecond = await secondManager(by);
  if (!isSecond(madeBy))
    throw new Problem(
      "second_manager_required",
      "Another manager must do this. You requested it, or one of you created or reset the other's account.",
    );
}

/**
 * Tells, by who made something, whether `by` is a second manager for it: nobody may stand behind both accounts, also not
 * through accounts in between.
 */
export async function secondManager(by: Staff): Promise<(madeBy: string | null) => boolean> {
  const people = new Map((await everybody()).map((person) => [actorOf(person), person]));
  return (madeBy) => madeBy === null || madeBy === "operator" || !mayBeOnePerson(actorOf(by), madeBy, people);
}

/** What is noted of an account that somebody makes or resets: who did, and until when its password is one. */
const origin = (act: Act) => ({
  madeBy: entryOf(act).actor,
  madeAt: act.now,
  factorRemovedBy: null as string | null,
  oneTimeUntil: later(act.now, oneTimeMs),
});

/** Notes who may have a way into an account from now on. Of two who do at one moment, both are noted. */
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
 * Who may have a way into an account after this, as it is kept. Nobody is taken from it: whoever had one before may have
 * an authenticator app in it, or be given its next password. What the operator does adds nobody.
 */
async function knownAfter({ by }: Act, before: string[]): Promise<string> {
  if (by === "operator") return before.join(" ");
  const people = new Map((await everybody()).map((one) => [actorOf(one), one]));
  return [...new Set([...before, ...whoMayBe(actorOf(by), people)])].join(" ");
}

/** Writes what the library does not know of an account. */
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

/** Everybody, by name, for who needs no leave to ask. A desk has tens of people, not thousands: they are read whole. */
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

/** How the library gives an account. */
type Kept = Omit<Person, "knownTo" | "knownToKept"> & {
  twoFactorEnabled?: boolean | null;
  knownTo?: string | null;
};

const namesIn = (kept: string | null | undefined) => kept?.split(" ").filter((name) => name !== "");

/** Of an account of a release that did not note everybody, who did so last is known. */
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

/** How many people may do everything at the desk. */
export const countManagers = async () => (await everybody()).filter(isManager).length;

/** A letter to all managers, and to whom it is about if they are none, ready to be written down with what it tells of. */
export async function newsToManagers(
  { by, now }: Act,
  news: StaffLetter["news"],
  about: Pick<Person, "name"> & Partial<Pick<Person, "id" | "email">>,
) {
  const managers = (await everybody()).filter((person) => isManager(person) && person.id !== about.id);
  // Whom the operator lets in alone need not be told of themselves.
  const themselves = about.email && (by !== "operator" || managers.length > 0) ? [about.email] : [];
  const addresses = [...new Set([...managers.map(({ email }) => email), ...themselves])];
  const told = { news, by: by === "operator" ? null : by.name, about: about.name };
  return { queue: (tx: Tx) => queueStaffLetters(tx, addresses, told, now) };
}

type ManagersNews = Awaited<ReturnType<typeof newsToManagers>>;
