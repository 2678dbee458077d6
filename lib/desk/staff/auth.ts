import { type BetterAuthOptions, betterAuth } from "better-auth";
import type { DBAdapter } from "better-auth/adapters";
import { getAdapter } from "better-auth/db/adapter";
import { getMigrations } from "better-auth/db/migration";
import { twoFactor } from "better-auth/plugins";
import { closeStaffDatabase, openStaffDatabase, openStaffDatabaseAsOwner } from "@/db/staff";
import { days, hours, later, now } from "../../clock";
import { passwordLength } from "../../contracts/desk/password";
import { roles } from "../../contracts/roles";
import { callerOf } from "../../http/caller";
import { cookieName, cookieRules, deskCookiePath } from "../../http/cookies";
import { env } from "../../settings/env";
import { appCode } from "./app-code";
import { hiddenPrefix, withHiddenTokens } from "./hidden-tokens";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";
import { beforeProof } from "./proof";
import { renewSession } from "./renew-session";
import { newRecoveryCodes, recoveryStorage, resealed, staffKeys } from "./sealed";
import { unnumbered } from "./sealer";

// The only module that knows which library manages passwords, sessions and second factors. The library's own HTTP
// routes are not served: staff use them through the desk's operations.

/** How long a session lasts, in seconds: one working day, regardless of activity. */
const sessionSeconds = hours(12) / 1_000;

type Fields = NonNullable<NonNullable<BetterAuthOptions["user"]>["additionalFields"]>;

/** What the shop knows about a staff member besides name, email address and password. */
const staffFields = {
  role: { type: [...roles], required: true, input: false, defaultValue: "viewer" },
  /** True while somebody else may know the password. */
  mustChangePassword: { type: "boolean", required: true, input: false, defaultValue: true },
  disabled: { type: "boolean", required: true, input: false, defaultValue: false },
  /** Until when a one-time password can be used to sign in, once; in the past if it was used. */
  oneTimeUntil: { type: "date", required: false, input: false },
  /** The time step of the last accepted code of an authenticator app: that code and earlier ones are refused. */
  lastCodeStep: { type: "number", required: false, input: false, defaultValue: 0, returned: false },
  /** Who created the account or last reset it, and when. They may know its password. */
  madeBy: { type: "string", required: false, input: false },
  madeAt: { type: "date", required: false, input: false },
  /** Who has removed the authenticator app since; they may have access too. */
  factorRemovedBy: { type: "string", required: false, input: false },
  /**
   * Everybody who did either since the operator vouched for the account, and those who had access to their
   * accounts; separated by spaces.
   */
  knownTo: { type: "string", required: false, input: false, returned: false },
  /** When a former manager last was a manager. */
  managerUntil: { type: "date", required: false, input: false },
} satisfies Fields;

const optionsFor = (database: ReturnType<typeof openStaffDatabase>) => {
  const { appUrl } = env();
  return {
    appName: "Twotrack",
    baseURL: appUrl,
    database,
    telemetry: { enabled: false },
    // Its messages contain names; what matters is thrown as an error.
    logger: { disabled: true },
    // The desk has its own rate limits: the library would count only its own HTTP routes.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      password: { hash: hashPassword, verify: verifyAndRenew },
    },
    user: {
      modelName: "staff",
      additionalFields: staffFields,
    },
    session: {
      modelName: "staff_session",
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      // Read from the database each time, so that an ended session stops working at once.
      cookieCache: { enabled: false },
    },
    account: { modelName: "staff_account" },
    // An open challenge is looked up by its hash, like a session.
    verification: { modelName: "staff_verification", storeIdentifier: "hashed" },
    plugins: [
      twoFactor({
        issuer: "Twotrack",
        schema: { twoFactor: { modelName: "staff_two_factor" } },
        // The desk counts attempts before codes are judged.
        accountLockout: { enabled: false },
        backupCodeOptions: { customBackupCodesGenerate: newRecoveryCodes, storeBackupCodes: recoveryStorage },
      }),
      appCode,
      renewSession,
    ],
    advanced: {
      cookiePrefix: cookieName("twotrack-desk"),
      // If true, the library would prefix the name with __Secure-.
      useSecureCookies: false,
      defaultCookieAttributes: { ...cookieRules(), path: deskCookiePath() },
      ipAddress: { disableIpTracking: true },
    },
    hooks: { before: beforeProof },
    databaseHooks: {
      session: {
        create: {
          async before(session, context) {
            const user = await context?.context.internalAdapter.findUserById(session.userId);
            if (!user || ("disabled" in user && user.disabled)) return false;
            if (context?.path === "/sign-in/email" && !(await mayEnter(user))) return false;
            return { data: { ...session, ipAddress: context?.headers ? callerOf(context.headers) : "" } };
          },
        },
      },
    },
  } satisfies BetterAuthOptions;
};

/** A one-time password opens the desk once, until its deadline. The guard and the write are one statement. */
async function mayEnter(user: { id: string }): Promise<boolean> {
  if (!("mustChangePassword" in user) || user.mustChangePassword !== true) return true;
  const { adapter } = await (await staffAuth()).$context;
  const taken = await adapter.updateMany({
    model: "user",
    where: [
      { field: "id", value: user.id },
      { field: "oneTimeUntil", operator: "gt", value: now() },
    ],
    update: { oneTimeUntil: new Date(0) },
  });
  return taken === 1;
}

/** How long a one-time password can be used for a first sign-in, in milliseconds. */
export const oneTimeMs = days(3);

/** A password that matches an earlier release's hash is hashed again at the current cost. */
async function verifyAndRenew(given: { hash: string; password: string }): Promise<boolean> {
  const fits = await verifyPassword(given);
  if (!fits || !isOutdated(given.hash)) return fits;
  const { adapter } = await (await staffAuth()).$context;
  const password = await hashPassword(given.password).catch(() => undefined);
  // Too many hashes are waiting: the next sign-in will do.
  if (!password) return true;
  // Matches the hash itself, so that a password changed in the meantime is kept.
  await adapter.updateMany({
    model: "account",
    where: [{ field: "password", value: given.hash }],
    update: { password },
  });
  return true;
}

const make = async () => {
  const database = openStaffDatabase();
  const keys = await staffKeys();
  const options = { ...optionsFor(database), secrets: keys, secret: unnumbered(keys) };
  const adapter = withHiddenTokens(await getAdapter(options));
  return { auth: betterAuth({ ...options, database: () => adapter }), database };
};

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackStaff?: ReturnType<typeof make> };

const opened = () => {
  scope.twotrackStaff ??= make().catch((error) => {
    delete scope.twotrackStaff;
    throw error;
  });
  return scope.twotrackStaff;
};

export const staffAuth = async () => (await opened()).auth;

/**
 * Brings the staff tables to what this release and the current secret need: sessions of a release that stored tokens in
 * clear text end, and second factors encrypted another way are encrypted again.
 */
export async function migrateStaff(): Promise<void> {
  const database = openStaffDatabaseAsOwner();
  try {
    const { runMigrations } = await getMigrations(optionsFor(database));
    await runMigrations();
    const adapter = await getAdapter(optionsFor(database));
    await fillColumns(adapter);
    await endClearSessions(adapter);
    await resealFactors(adapter);
  } finally {
    await closeStaffDatabase(database);
  }
}

/** Fills in what accounts of an earlier release lack. */
async function fillColumns(adapter: DBAdapter) {
  await adapter.updateMany({
    model: "user",
    where: [{ field: "lastCodeStep", value: null }],
    update: { lastCodeStep: 0 },
  });
  await adapter.updateMany({
    model: "user",
    where: [
      { field: "mustChangePassword", value: true },
      { field: "oneTimeUntil", value: null },
    ],
    update: { oneTimeUntil: later(now(), oneTimeMs) },
  });
}

async function endClearSessions(adapter: DBAdapter) {
  const open = await adapter.findMany<{ id: string; token: string }>({ model: "session", limit: 10_000 });
  const clear = open.filter(({ token }) => !token.startsWith(hiddenPrefix)).map(({ id }) => id);
  if (clear.length > 0)
    await adapter.deleteMany({ model: "session", where: [{ field: "id", operator: "in", value: clear }] });
}

/**
 * Re-encrypts second factors that an older secret of SESSION_SECRET encrypted with the current one. Safe to repeat, and
 * safe while shops run: a factor that changed in the meantime is left alone.
 */
export async function resealStaff(): Promise<ResealedFactors> {
  const database = openStaffDatabase();
  try {
    return await resealFactors(await getAdapter(optionsFor(database)));
  } finally {
    await closeStaffDatabase(database);
  }
}

type ResealedFactors = { today: number; anew: number; unreadable: number };

async function resealFactors(adapter: DBAdapter): Promise<ResealedFactors> {
  const count = { today: 0, anew: 0, unreadable: 0 };
  const factors = await adapter.findMany<{ id: string; secret: string; backupCodes: string }>({
    model: "twoFactor",
    limit: 10_000,
  });
  for (const { id, ...standing } of factors) {
    const update = await resealed(standing);
    if (typeof update === "string") {
      count[update] += 1;
      continue;
    }
    // Only if unchanged since it was read: a code that was used in the meantime must not become valid again.
    const where = [
      { field: "id", value: id },
      { field: "backupCodes", value: standing.backupCodes },
    ];
    await adapter.updateMany({ model: "twoFactor", where, update });
    count.anew += 1;
  }
  return count;
}

/** Closes the connections, for scripts and tests; the next use opens them again. */
export async function closeStaff(): Promise<void> {
  const standing = await scope.twotrackStaff;
  delete scope.twotrackStaff;
  if (standing) await closeStaffDatabase(standing.database);
}
