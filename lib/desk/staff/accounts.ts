import { recordAudit } from "@/db/audit";
import type { AuditAction } from "@/db/schema";
import { transaction } from "@/db/store";
import { later, typedSecret } from "../../clock";
import type { Role } from "../../contracts/roles";
import { forgiveCodes, forgiveGuesses } from "../../limits/desk";
import { Problem } from "../../problem";
import { oneTimeMs } from "./auth";
import { directMakers, whoMayBe } from "./makers";
import { type ManagersNews, newsToManagers } from "./manager-letters";
import { context, everybody, isManager, somebodyElse } from "./people";
import { type Act, actorOf, assertMay, entryOf, type Staff } from "./permissions";
import { assertSecond, needsSecondManager } from "./second-manager";

// What is done about accounts. Staff have a separate database, so each change is written to the audit log first: no change
// can be missing from the log, and one that failed halfway is logged twice.

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

/** What is recorded when an account is created or reset: who did it, and until when its one-time password works. */
const origin = (act: Act) => ({
  madeBy: entryOf(act).actor,
  madeAt: act.now,
  factorRemovedBy: null as string | null,
  oneTimeUntil: later(act.now, oneTimeMs),
});

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
