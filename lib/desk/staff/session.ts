import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { type NewAudit, recordAudit } from "@/db/audit";
import { transaction } from "@/db/store";
import { later, minutes, now } from "../../clock";
import type { Step } from "../../contracts/desk/account";
import { type Role, roles } from "../../contracts/roles";
import { callerOf } from "../../http/caller";
import { readCookies } from "../../http/cookies";
import { forgiveCodes, limitRefusals, limitSignIn } from "../../limits/desk";
import { noteSubject, requestSubject } from "../../log";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { sign } from "../../signing/secret";
import { staffAuth } from "./auth";
import { anyKnownDevice, knownDevice, rememberDevice } from "./device";
import { actorOf, type Staff } from "./permissions";
import { hashOfRecovery } from "./sealed";
import { signedToday } from "./signed-today";

/** A staff member's session. */
export type Session = {
  id: string;
  staff: Staff;
  /** True while somebody else may know their password: all they can do is change it. */
  mustChangePassword: boolean;
  /** True while the shop requires a second factor of them and they have none: all they can do is set one up. */
  mustSetUpFactor: boolean;
  /** Whether signing in asks for an authenticator app's code. */
  hasSecondFactor: boolean;
  /** When the session ends if it is not used again. */
  endsAt: Date;
};

/** A response that sets or deletes a cookie. */
export type WithCookies<T> = { body: T; headers: [name: string, value: string][] };

/** How long an idle session stays open, in milliseconds; even in use, a session ends after twelve hours. */
export const idleMs = minutes(30);

/** How precisely the last use is stored, in milliseconds: not every request writes. */
const seenEveryMs = minutes(1);

/** The session of this request; undefined without an open one. Reading it keeps it open. */
export async function sessionOf(headers: Headers): Promise<Session | undefined> {
  const found = await (await staffAuth()).api.getSession({ headers: await signedToday(headers) });
  if (!found || found.user.disabled) return undefined;
  const usedAt = await noteUse(found.session);
  if (!usedAt) return undefined;
  const { id, name, email, mustChangePassword } = found.user;
  const role = z.enum(roles).parse(found.user.role);
  const hasSecondFactor = found.user.twoFactorEnabled === true;
  noteSubject(actorOf({ id }));
  return {
    id: found.session.id,
    staff: { id, name, email, role },
    mustChangePassword,
    mustSetUpFactor: !hasSecondFactor && wantsSecondFactor(role),
    hasSecondFactor,
    endsAt: endOf({ ...found.session, updatedAt: usedAt }),
  };
}

/**
 * How long the session of this request stays open if it is not used again, in milliseconds; 0 without one. Calling this
 * does not keep it open.
 */
export async function timeLeft(headers: Headers): Promise<number> {
  const found = await (await staffAuth()).api.getSession({ headers: await signedToday(headers) });
  if (!found || found.user.disabled) return 0;
  return Math.max(0, endOf(found.session).getTime() - now().getTime());
}

const endOf = ({ updatedAt, expiresAt }: { updatedAt: Date; expiresAt: Date }) => {
  const idleAt = later(updatedAt, idleMs);
  return idleAt < expiresAt ? idleAt : expiresAt;
};

/** Whether this shop requires a second factor of this role. */
export function wantsSecondFactor(role: Role): boolean {
  const { secondFactorOf } = env();
  return secondFactorOf === "all" || (secondFactorOf === "managers" && role === "manager");
}

/** When the session was last used, as precisely as it is stored; undefined if it was idle too long and has ended. */
async function noteUse({ id, updatedAt }: { id: string; updatedAt: Date }): Promise<Date | undefined> {
  const at = now();
  if (updatedAt > later(at, -seenEveryMs)) return updatedAt;
  const { adapter } = await (await staffAuth()).$context;
  const byId = { field: "id", value: id };
  if (updatedAt <= later(at, -idleMs)) {
    await adapter.deleteMany({ model: "session", where: [byId] });
    return undefined;
  }
  await adapter.updateMany({ model: "session", where: [byId], update: { updatedAt: at } });
  return at;
}

/** Throws unauthorized without an open session. */
export async function requireSession(headers: Headers): Promise<Session> {
  const session = await sessionOf(headers);
  if (!session) throw new Problem("unauthorized", "Sign in to the desk first.");
  return session;
}

/**
 * Throws unauthorized; password_change_required while the password is a one-time one; second_factor_required while this
 * shop requires a second factor of them and they have none.
 */
export async function requireStaff(headers: Headers): Promise<Staff> {
  const { staff, mustChangePassword, mustSetUpFactor } = await requireSession(headers);
  if (mustChangePassword)
    throw new Problem("password_change_required", "Change your one-time password first.");
  if (mustSetUpFactor)
    throw new Problem("second_factor_required", "Set up an authenticator app first. This shop requires one.");
  return staff;
}

type Credentials = { email: string; password: string };

/**
 * The first step of signing in. Ten wrong passwords for one email address lock it for 15 minutes, even with the right
 * password, except in a browser where they have signed in before. A one-time password works once, within three days.
 * Throws sign_in_refused, which does not reveal whether the address exists; too_many_requests.
 */
export async function signIn({ email, password }: Credentials, headers: Headers) {
  const device = await knownDevice(headers, email);
  return limitSignIn(
    email,
    headers,
    async () => {
      noteSubject(await subjectOf(email));
      const { api } = await staffAuth();
      const given = await refusing("sign_in_refused", "The email address or the password is incorrect.", () =>
        api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
      ).catch(async (error) => {
        // An attempt that was not judged for lack of capacity is not a guess, and is not logged.
        if (error instanceof Problem && error.code === "sign_in_refused") await refused(email, headers);
        throw error;
      });
      await endFormer(headers);
      const { response } = given;
      if ("twoFactorRedirect" in response && response.twoFactorRedirect)
        return { body: { next: "second_factor" as Step }, headers: cookiesOf(given.headers) };
      return arrived("user" in response ? response.user : undefined, given.headers, headers);
    },
    device,
  );
}

/** The same for the same email address, which cannot be derived from it. */
const subjectOf = async (email: string) =>
  `address:${(await sign(`logged as ${email.toLowerCase()}`)).slice(0, 16)}`;

export type Proof = { code: string } | { recovery_code: string };

/**
 * The second step, for somebody who has just given the right password; an existing session counts for nothing. Throws
 * second_factor_refused, too_many_requests.
 */
export async function proveSecondFactor(proof: Proof, headers: Headers) {
  const device = await anyKnownDevice(headers);
  return limitRefusals(
    headers,
    async () => {
      const given = await verifyProof(proof, await withoutSession(headers)).catch(async (error) => {
        const subject = requestSubject();
        if (subject && error instanceof Problem && error.code === "second_factor_refused")
          await noted({ actor: "visitor", action: "second_factor_refused", subject }, headers);
        throw error;
      });
      await endFormer(headers);
      await forgiveCodes(given.response.user.id);
      return arrived(given.response.user, given.headers, headers);
    },
    device,
  );
}

/**
 * Has a code judged: for somebody who has just given the right password, whom it signs in, or for somebody who is
 * signed in. Throws second_factor_refused, too_many_requests.
 */
export async function verifyProof(proof: Proof, headers: Headers) {
  const { api } = await staffAuth();
  return refusing("second_factor_refused", "The code is incorrect or was already used.", () =>
    "code" in proof
      ? api.verifyAppCode({ body: { code: proof.code }, headers, returnHeaders: true })
      : api.verifyBackupCode({
          body: { code: hashOfRecovery(proof.recovery_code) },
          headers,
          returnHeaders: true,
        }),
  );
}

/** Signing in ends the session that the browser had before, whoever it belonged to. */
async function endFormer(headers: Headers) {
  const { api, $context } = await staffAuth();
  const former = await api.getSession({ headers });
  if (!former) return;
  const { adapter } = await $context;
  await adapter.deleteMany({ model: "session", where: [{ field: "id", value: former.session.id }] });
}

async function withoutSession(headers: Headers): Promise<Headers> {
  const { authCookies } = await (await staffAuth()).$context;
  const cookies = readCookies(headers.get("cookie"));
  cookies.delete(authCookies.sessionToken.name);
  const others = new Headers(headers);
  others.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
  return others;
}

/** Ends the session of this request. */
export async function signOut(headers: Headers): Promise<WithCookies<{ done: true }>> {
  const given = await (await staffAuth()).api.signOut({ headers, returnHeaders: true });
  // The desk keeps nothing in the browser's storage, which the shop's pages share; only the cache is cleared.
  const forget: [string, string] = ["clear-site-data", '"cache"'];
  return { body: { done: true }, headers: [...cookiesOf(given.headers), forget] };
}

/** What the library refuses because of user input becomes our problem; anything else is rethrown. */
export async function refusing<T>(
  code: ConstructorParameters<typeof Problem>[0],
  detail: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw new Problem(code, detail);
    throw error;
  }
}

export const cookiesOf = (headers: Headers): [string, string][] =>
  headers.getSetCookie().map((cookie) => ["set-cookie", cookie]);

/** Signing in succeeded: logs it with the address it came from. */
async function arrived(user: { id: string } | undefined, given: Headers, asked: Headers) {
  if (!user) throw new Error("Somebody signed in and has no account.");
  const mustChange = "mustChangePassword" in user && user.mustChangePassword === true;
  const next: Step = mustChange ? "change_password" : "desk";
  await noted({ actor: actorOf(user), action: "signed_in", subject: actorOf(user) }, asked);
  return { body: { next }, headers: [...cookiesOf(given), await rememberDevice(user.id, asked)] };
}

/** Logs a refused attempt to sign in with this email address, whether or not the account exists. */
const refused = (email: string, asked: Headers) =>
  noted({ actor: "visitor", action: "sign_in_refused", subject: email.toLowerCase() }, asked);

const noted = (entry: Pick<NewAudit, "actor" | "action" | "subject">, asked: Headers) =>
  transaction((tx) => recordAudit(tx, { ...entry, detail: {}, address: callerOf(asked), at: now() }));
