import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { type NewAudit, recordAudit } from "@/db/audit";
import { transaction } from "@/db/store";
import { now } from "../clock";
import type { Step } from "../contracts/desk/account";
import { roles } from "../contracts/roles";
import { callerOf } from "../limits/caller";
import { limitRefusals, limitSignIn } from "../limits/desk";
import { noteSubject } from "../log";
import { Problem } from "../problem";
import { sign } from "../secret";
import { staffAuth } from "./auth";
import { hashOfRecovery } from "./sealed";
import { actorOf, type Staff } from "./staff";

/** Somebody's session at the desk. */
export type Session = {
  id: string;
  staff: Staff;
  /** True while their password is one that somebody else has seen: nothing is open to them but to change it. */
  mustChangePassword: boolean;
  /** True when an authenticator app is asked for. */
  hasSecondFactor: boolean;
};

/** An answer that sets or takes away a cookie. */
export type WithCookies<T> = { body: T; headers: [name: string, value: string][] };

/** Whose session this is; undefined without one that is open. */
export async function sessionOf(headers: Headers): Promise<Session | undefined> {
  const found = await (await staffAuth()).api.getSession({ headers });
  if (!found || found.user.disabled) return undefined;
  const { id, name, email, role, mustChangePassword, twoFactorEnabled } = found.user;
  noteSubject(actorOf({ id }));
  return {
    id: found.session.id,
    staff: { id, name, email, role: z.enum(roles).parse(role) },
    mustChangePassword,
    hasSecondFactor: twoFactorEnabled === true,
  };
}

/** Throws unauthorized without an open session. */
export async function requireSession(headers: Headers): Promise<Session> {
  const session = await sessionOf(headers);
  if (!session) throw new Problem("unauthorized", "Sign in at the desk first.");
  return session;
}

/** Throws unauthorized, and password_change_required while the password is a one-time one. */
export async function requireStaff(headers: Headers): Promise<Staff> {
  const { staff, mustChangePassword } = await requireSession(headers);
  if (mustChangePassword)
    throw new Problem("password_change_required", "The password you were given must be changed first.");
  return staff;
}

type Credentials = { email: string; password: string };

/**
 * The first step of signing in. Ten wrong passwords for one address shut it for a quarter of an hour, right ones too.
 * Throws sign_in_refused, which does not tell whether there is such an address; too_many_requests.
 */
export const signIn = ({ email, password }: Credentials, headers: Headers) =>
  limitSignIn(email, headers, async () => {
    noteSubject(await subjectOf(email));
    const { api } = await staffAuth();
    const given = await refusing("sign_in_refused", "E-mail and password do not fit together.", () =>
      api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
    ).catch(async (error) => {
      if (error instanceof Problem) await refused(email, headers);
      throw error;
    });
    const { response } = given;
    if ("twoFactorRedirect" in response && response.twoFactorRedirect)
      return { body: { next: "second_factor" as Step }, headers: cookiesOf(given.headers) };
    return arrived("user" in response ? response.user : undefined, given.headers, headers);
  });

/** The same for the same address, and none to be read from it. */
const subjectOf = async (email: string) =>
  `address:${(await sign(`logged as ${email.toLowerCase()}`)).slice(0, 16)}`;

type Proof = { code: string } | { recovery_code: string };

/** The second step, for who has just given the right password. Throws second_factor_refused, too_many_requests. */
export const proveSecondFactor = (proof: Proof, headers: Headers) =>
  limitRefusals(headers, async () => {
    const { api } = await staffAuth();
    const given = await refusing("second_factor_refused", "That code does not open the door.", () =>
      "code" in proof
        ? api.verifyTOTP({ body: { code: proof.code }, headers, returnHeaders: true })
        : api.verifyBackupCode({
            body: { code: hashOfRecovery(proof.recovery_code) },
            headers,
            returnHeaders: true,
          }),
    );
    return arrived(given.response.user, given.headers, headers);
  });

/** Ends the session of this request. */
export async function signOut(headers: Headers): Promise<WithCookies<{ done: true }>> {
  const given = await (await staffAuth()).api.signOut({ headers, returnHeaders: true });
  return { body: { done: true }, headers: cookiesOf(given.headers) };
}

/** What the library refuses because of what was typed becomes our problem; anything else is thrown on. */
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

/** Somebody is in: that is written down, with from where. */
async function arrived(user: { id: string } | undefined, given: Headers, asked: Headers) {
  if (!user) throw new Error("Somebody signed in and has no account.");
  const mustChange = "mustChangePassword" in user && user.mustChangePassword === true;
  const next: Step = mustChange ? "change_password" : "desk";
  await noted({ actor: actorOf(user), action: "signed_in", subject: actorOf(user) }, asked);
  return { body: { next }, headers: cookiesOf(given) };
}

/** Somebody tried to be whoever has this address, or would have it if there were such an account. */
const refused = (email: string, asked: Headers) =>
  noted({ actor: "visitor", action: "sign_in_refused", subject: email.toLowerCase() }, asked);

const noted = (entry: Pick<NewAudit, "actor" | "action" | "subject">, asked: Headers) =>
  transaction((tx) => recordAudit(tx, { ...entry, detail: {}, address: callerOf(asked), at: now() }));
