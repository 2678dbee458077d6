import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { twoFactor } from "better-auth/plugins";
import { closeStaffDatabase, openStaffDatabase } from "@/db/staff";
import { hours } from "../clock";
import { passwordLength } from "../contracts/desk/password";
import { roles } from "../contracts/roles";
import { env } from "../env";
import { callerOf } from "../limits/caller";
import { sign } from "../secret";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";

// The one place that knows which library looks after passwords, sessions and second factors. Its own HTTP routes are
// not served: what staff may do of it goes through the desk's operations.

/** How long a session lasts, in seconds: a day's work, whatever is done in it. */
const sessionSeconds = hours(12) / 1_000;

const optionsFor = (database: ReturnType<typeof openStaffDatabase>) => {
  const { appUrl } = env();
  return {
    appName: "Twotrack",
    baseURL: appUrl,
    database,
    telemetry: { enabled: false },
    // What it says names people; what matters of it comes back as an error.
    logger: { disabled: true },
    // The desk counts for itself: the library would count its own HTTP routes only.
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
      additionalFields: {
        role: { type: [...roles], required: true, input: false, defaultValue: "viewer" },
        /** True while the password is one that somebody else has seen. */
        mustChangePassword: { type: "boolean", required: true, input: false, defaultValue: true },
        disabled: { type: "boolean", required: true, input: false, defaultValue: false },
      },
    },
    session: {
      modelName: "staff_session",
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      // Read from the database each time, so that a session that was ended opens nothing from that moment on.
      cookieCache: { enabled: false },
    },
    account: { modelName: "staff_account" },
    verification: { modelName: "staff_verification" },
    plugins: [twoFactor({ issuer: "Twotrack", schema: { twoFactor: { modelName: "staff_two_factor" } } })],
    advanced: {
      cookiePrefix: "twotrack-desk",
      useSecureCookies: appUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/admin" },
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: {
      session: {
        create: {
          async before(session, context) {
            const user = await context?.context.internalAdapter.findUserById(session.userId);
            if (!user || ("disabled" in user && user.disabled)) return false;
            return { data: { ...session, ipAddress: context?.headers ? callerOf(context.headers) : "" } };
          },
        },
      },
    },
  } satisfies BetterAuthOptions;
};

/** A password that fits a hash of an earlier release is hashed anew at today's cost. */
async function verifyAndRenew(given: { hash: string; password: string }): Promise<boolean> {
  const fits = await verifyPassword(given);
  if (!fits || !isOutdated(given.hash)) return fits;
  const { adapter } = await (await staffAuth()).$context;
  const password = await hashPassword(given.password).catch(() => undefined);
  // Too many wait: the next sign-in will do.
  if (!password) return true;
  // By the hash itself: whoever has chosen another password meanwhile keeps that one.
  await adapter.updateMany({
    model: "account",
    where: [{ field: "password", value: given.hash }],
    update: { password },
  });
  return true;
}

const make = async () => {
  const database = openStaffDatabase();
  const secret = await sign("staff sessions");
  return { auth: betterAuth({ ...optionsFor(database), secret }), database };
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

/** Brings the tables of staff to what this release needs. */
export async function migrateStaff(): Promise<void> {
  const database = openStaffDatabase();
  try {
    const { runMigrations } = await getMigrations(optionsFor(database));
    await runMigrations();
  } finally {
    await closeStaffDatabase(database);
  }
}

/** Closes the connections, for scripts and tests; the next use opens them again. */
export async function closeStaff(): Promise<void> {
  const standing = await scope.twotrackStaff;
  delete scope.twotrackStaff;
  if (standing) await closeStaffDatabase(standing.database);
}
