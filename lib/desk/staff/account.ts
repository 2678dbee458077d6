import { isAPIError } from "better-auth/api";
import { renderSVG } from "uqr";
import { recordAudit } from "@/db/audit";
import type { AuditAction } from "@/db/schema";
import { transaction } from "@/db/store";
import { later, now } from "../../clock";
import { forgiveCodes, limitPassword } from "../../limits/desk";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { writeStaff } from "./accounts";
import { algorithmOf, type Factor } from "./app-code";
import { staffAuth } from "./auth";
import { assertHardToGuess } from "./password-strength";
import { actorOf, type Staff } from "./permissions";
import {
  cookiesOf,
  idleMs,
  type Proof,
  refusing,
  requireSession,
  type Session,
  verifyProof,
  type WithCookies,
  wantsSecondFactor,
} from "./session";
import { signedToday } from "./signed-today";
import type { Algorithm } from "./totp";

// What staff do with their own account. It takes their session, not just their identity, because this session stays
// open while others end.

/** The request's headers, its address and the time. */
export type Moment = { headers: Headers; address: string; now: Date };

/**
 * Changes the signed-in staff member's password and ends their other sessions. Throws unauthorized, wrong_password,
 * password_not_new, password_too_common, too_many_requests.
 */
export async function changePassword(
  { current, wanted }: { current: string; wanted: string },
  { headers, address, now }: Moment,
): Promise<WithCookies<{ next: "desk" }>> {
  const { staff } = await requireSession(headers);
  if (current === wanted)
    throw new Problem("password_not_new", "Choose a password that differs from your current one.", {
      errors: [{ field: "new_password", message: "Must differ from the current password" }],
    });
  const { api } = await staffAuth();
  // Judging the new password is expensive, so it happens only after the current one was given correctly.
  await withPassword(staff, () => api.verifyPassword({ body: { password: current }, headers }));
  await assertHardToGuess(wanted, staff);
  const given = await withPassword(staff, () =>
    api.changePassword({
      body: { currentPassword: current, newPassword: wanted, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    }),
  );
  await writeStaff(staff.id, { mustChangePassword: false });
  await noted({ staff }, "password_changed", address, now);
  return { body: { next: "desk" }, headers: cookiesOf(given.headers) };
}

/**
 * Creates a secret for an authenticator app. It takes effect once a code from the app is entered. Throws
 * wrong_password, second_factor_on.
 */
export async function beginSecondFactor(
  password: string,
  { headers }: Moment,
): Promise<WithCookies<{ uri: string; picture: string; algorithms: Algorithm[]; recovery_codes: string[] }>> {
  const { staff, hasSecondFactor } = await requireSession(headers);
  if (hasSecondFactor)
    throw new Problem("second_factor_on", "Turn off your current authenticator app first.");
  const { api } = await staffAuth();
  const made = await withPassword(staff, () => api.enableTwoFactor({ body: { password }, headers }));
  if (made.method !== "totp") throw new Error("An authenticator app was asked for.");
  // The library names no algorithm, which would mean SHA-1.
  const uri = `${made.totpURI}&algorithm=SHA256`;
  const algorithms: Algorithm[] = env().totpSha1 ? ["SHA256", "SHA1"] : ["SHA256"];
  const body = { uri, picture: renderSVG(uri), algorithms, recovery_codes: made.backupCodes };
  return { body, headers: await withNewToken(headers) };
}

/**
 * Turns the second factor on: from now on signing in needs a code. Throws second_factor_refused, second_factor_sha1,
 * too_many_requests.
 */
export async function finishSecondFactor(
  code: string,
  { headers, address, now }: Moment,
): Promise<WithCookies<{ done: true }>> {
  const { staff } = await requireSession(headers);
  const { api } = await staffAuth();
  const given = await refusing("second_factor_refused", "The code is incorrect or has expired.", () =>
    api.verifyAppCode({ body: { code }, headers, returnHeaders: true }),
  );
  await forgiveCodes(staff.id);
  await noted({ staff }, "second_factor_on", address, now);
  return { body: { done: true }, headers: cookiesOf(given.headers) };
}

/**
 * Turns the second factor off. This takes both the password and a code, because a desk left open or a password somebody
 * saw must not be enough. If the shop requires a second factor, only an outdated one may be turned off, and then the
 * only thing left to do is set up another. Throws wrong_password, second_factor_refused, second_factor_off,
 * second_factor_required, too_many_requests.
 */
export async function endSecondFactor(
  { password, proof }: { password: string; proof: Proof },
  { headers, address, now }: Moment,
): Promise<WithCookies<{ done: true }>> {
  const { staff, hasSecondFactor } = await requireSession(headers);
  if (!hasSecondFactor) throw new Problem("second_factor_off", "No authenticator app is set up.");
  if (wantsSecondFactor(staff.role) && !(await hasOutdatedFactor(staff)))
    throw new Problem("second_factor_required", "This shop requires a second factor for your role.");
  const { api } = await staffAuth();
  await withPassword(staff, () => api.verifyPassword({ body: { password }, headers }));
  await verifyProof(proof, headers);
  await forgiveCodes(staff.id);
  const given = await withPassword(staff, () =>
    api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
  );
  await noted({ staff }, "second_factor_off", address, now);
  return { body: { done: true }, headers: cookiesOf(given.headers) };
}

/**
 * Whether a staff member's app uses SHA-1, which this shop no longer sets up: they are asked to switch to another app.
 */
export async function hasOutdatedFactor({ id }: Pick<Staff, "id">): Promise<boolean> {
  if (env().totpSha1) return false;
  const { adapter } = await (await staffAuth()).$context;
  const where = [{ field: "userId", value: id }];
  const factor = await adapter.findOne<Factor>({ model: "twoFactor", where });
  return factor !== null && factor.verified !== false && algorithmOf(factor) === "SHA1";
}

/** Replaces the recovery codes with new ones. Throws wrong_password, second_factor_off. */
export async function renewRecoveryCodes(
  password: string,
  { headers, address, now }: Moment,
): Promise<WithCookies<{ recovery_codes: string[] }>> {
  const { staff, hasSecondFactor } = await requireSession(headers);
  if (!hasSecondFactor)
    throw new Problem("second_factor_off", "No authenticator app is set up, so there are no recovery codes.");
  const { api } = await staffAuth();
  const { backupCodes } = await withPassword(staff, () =>
    api.generateBackupCodes({ body: { password }, headers }),
  );
  await noted({ staff }, "recovery_codes_renewed", address, now);
  return { body: { recovery_codes: backupCodes }, headers: await withNewToken(headers) };
}

/** A staff member's open sessions, newest first. */
export async function sessionsOf(session: Session, headers: Headers) {
  const found = await (await staffAuth()).api.listSessions({ headers: await signedToday(headers) });
  return found
    .filter(({ updatedAt }) => updatedAt > later(now(), -idleMs))
    .map(({ id, createdAt, updatedAt, expiresAt, ipAddress, userAgent }) => ({
      id,
      isThis: id === session.id,
      createdAt,
      seenAt: updatedAt,
      expiresAt,
      address: ipAddress ?? null,
      browser: userAgent ?? null,
    }))
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/**
 * Ends one of your own sessions by its ID, or all except this one (`others`). Throws not_found, wrong_password,
 * too_many_requests.
 */
export async function endSession(
  { session: which, password }: { session: string; password: string },
  { headers, address, now }: Moment,
): Promise<WithCookies<{ done: true }>> {
  const session = await requireSession(headers);
  const others = which === "others";
  const { api, $context } = await staffAuth();
  const { adapter } = await $context;
  // By ID, because only hashes of the session tokens are stored.
  const ofThese = {
    model: "session",
    where: [
      { field: "userId", value: session.staff.id },
      {
        field: "id",
        value: others ? session.id : which,
        operator: others ? ("ne" as const) : ("eq" as const),
      },
    ],
  };
  if (!others && (await adapter.count(ofThese)) === 0)
    throw new Problem("not_found", "This session has already ended.");
  await withPassword(session.staff, () => api.verifyPassword({ body: { password }, headers }));
  await adapter.deleteMany(ofThese);
  await noted(session, "session_ended", address, now, { session: which });
  // After ending your own session there is none to renew.
  return { body: { done: true }, headers: which === session.id ? [] : await withNewToken(headers) };
}

/**
 * Runs work that asks for the password again, because a desk left open proves nothing. Throws wrong_password,
 * too_many_requests; unauthorized if the session ended or was renewed in the meantime, which says nothing about the
 * password.
 */
const withPassword = <T>({ id }: Staff, work: () => Promise<T>): Promise<T> =>
  limitPassword(id, () =>
    refusing("wrong_password", "The password is incorrect.", async () => {
      try {
        return await work();
      } catch (error) {
        if (isAPIError(error) && error.statusCode === 401) throw sessionIsGone();
        throw error;
      }
    }),
  );

const sessionIsGone = () =>
  new Problem("unauthorized", "This session has ended or was renewed in the meantime.");

/**
 * A cookie with a new token for this session: every time staff re-enter the password they get one. Throws unauthorized.
 */
async function withNewToken(headers: Headers): Promise<[string, string][]> {
  const { api } = await staffAuth();
  const given = await api.renewSession({ headers, returnHeaders: true }).catch((error) => {
    throw isAPIError(error) && error.statusCode === 401 ? sessionIsGone() : error;
  });
  return cookiesOf(given.headers);
}

const noted = (
  { staff }: Pick<Session, "staff">,
  action: AuditAction,
  address: string,
  at: Date,
  detail: Record<string, unknown> = {},
) =>
  transaction((tx) =>
    recordAudit(tx, { actor: actorOf(staff), action, subject: actorOf(staff), detail, address, at }),
  );
