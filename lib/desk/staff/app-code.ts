import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import { APIError, createAuthEndpoint, getSessionFromCtx } from "better-auth/api";
import { expireCookie, setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { now } from "../../clock";
import { limitCode } from "../../limits/desk";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { challengeOf } from "./proof";
import { openSecret } from "./sealed";
import { type Algorithm, stepOf } from "./totp";

/** An authenticator app as the library stores it, with the algorithm of its codes. */
export type Factor = { id: string; secret: string; verified: boolean | null; algorithm: string | null };

/** An app set up by a release that did not store the algorithm uses SHA-1. */
export const algorithmOf = ({ algorithm }: Pick<Factor, "algorithm">): Algorithm =>
  algorithm === "SHA256" ? "SHA256" : "SHA1";

/**
 * Checks the code of an authenticator app instead of the library, which supports only SHA-1 and also accepts the codes
 * of the previous and the next step, any number of times. After the right password, the right code signs in; for
 * somebody who is signed in it turns on an app that is not on yet. Throws too_many_requests, second_factor_sha1, and
 * the library's UNAUTHORIZED for any other code and for one that was already used.
 */
export const appCode = {
  id: "app-code",
  schema: {
    twoFactor: {
      modelName: "staff_two_factor",
      fields: { algorithm: { type: "string", required: false, input: false, returned: false } },
    },
  },
  endpoints: {
    verifyAppCode: createAuthEndpoint(
      "/app-code/verify",
      { method: "POST", body: z.object({ code: z.string() }) },
      async (context) => {
        const { code } = context.body;
        const session = await getSessionFromCtx(context);
        if (session) {
          await limitCode(session.user.id);
          const factor = await factorOf(context, session.user.id);
          if (factor?.verified !== false) await takeCode(context, session.user.id, factor, code);
          else await turnOn(context, session, factor, code);
          return context.json({ user: session.user });
        }
        const challenge = await challengeOf(context);
        if (!challenge) throw refused();
        await limitCode(challenge.owner);
        const factor = await factorOf(context, challenge.owner);
        await takeCode(context, challenge.owner, factor?.verified === false ? null : factor, code);
        return context.json({ user: await letIn(context, challenge) });
      },
    ),
  },
} satisfies BetterAuthPlugin;

const factorOf = (context: GenericEndpointContext, owner: string) =>
  context.context.adapter.findOne<Factor>({
    model: "twoFactor",
    where: [{ field: "userId", value: owner }],
  });

const refused = () => new APIError("UNAUTHORIZED", { message: "This is not the code of now." });

/** Uses up a code of an app that is turned on. */
async function takeCode(context: GenericEndpointContext, owner: string, factor: Factor | null, code: string) {
  if (!factor) throw refused();
  await takeStep(context, owner, stepOf(await openSecret(factor.secret), algorithmOf(factor), code, now()));
}

/** The guard and the write are one statement. */
async function takeStep(context: GenericEndpointContext, owner: string, step: number | undefined) {
  if (step === undefined) throw refused();
  const taken = await context.context.adapter.updateMany({
    model: "user",
    where: [
      { field: "id", value: owner },
      { field: "lastCodeStep", operator: "lt", value: step },
    ],
    update: { lastCodeStep: step },
  });
  if (taken === 0) throw new APIError("UNAUTHORIZED", { message: "This code was used already." });
}

type SignedIn = NonNullable<Awaited<ReturnType<typeof getSessionFromCtx>>>;

/** The app has proven that it knows the secret: stores its algorithm and starts a new session. */
async function turnOn(
  context: GenericEndpointContext,
  { session, user }: SignedIn,
  factor: Factor,
  code: string,
) {
  const secret = await openSecret(factor.secret);
  const at = now();
  const step = stepOf(secret, "SHA256", code, at);
  const stepOfSha1 = step === undefined ? stepOf(secret, "SHA1", code, at) : undefined;
  if (stepOfSha1 !== undefined && !env().totpSha1)
    throw new Problem(
      "second_factor_sha1",
      "This app uses SHA-1 although SHA-256 was requested. Use an app that supports SHA-256.",
    );
  await takeStep(context, user.id, step ?? stepOfSha1);
  const { adapter, internalAdapter } = context.context;
  const algorithm: Algorithm = step === undefined ? "SHA1" : "SHA256";
  // Matches the secret too: setup may have been started again in another tab.
  const where = [
    { field: "id", value: factor.id },
    { field: "secret", value: factor.secret },
  ];
  const on = await adapter.updateMany({ model: "twoFactor", where, update: { verified: true, algorithm } });
  if (on === 0) throw refused();
  const owner = await internalAdapter.updateUser(user.id, { twoFactorEnabled: true });
  const renewed = await internalAdapter.createSession(user.id, false, session);
  await setSessionCookie(context, { session: renewed, user: owner });
  await internalAdapter.deleteSession(session.token);
}

/** A challenge can be used once: of several right answers, the first one wins. */
async function letIn(
  context: GenericEndpointContext,
  { cookie, identifier, owner }: NonNullable<Awaited<ReturnType<typeof challengeOf>>>,
) {
  const { internalAdapter } = context.context;
  const taken = await internalAdapter.consumeVerificationValue(identifier);
  const user = await internalAdapter.findUserById(owner);
  if (taken?.value !== owner || !user) throw refused();
  const session = await internalAdapter.createSession(owner, false);
  if (!session) throw refused();
  await setSessionCookie(context, { session, user });
  expireCookie(context, cookie);
  return user;
}
