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

/** How the library keeps an authenticator app, with what makes its codes. */
export type Factor = { id: string; secret: string; verified: boolean | null; algorithm: string | null };

/** An app of a release that did not keep it makes its codes with SHA-1. */
export const algorithmOf = ({ algorithm }: Pick<Factor, "algorithm">): Algorithm =>
  algorithm === "SHA256" ? "SHA256" : "SHA1";

/**
 * Judges the code of an authenticator app, in the place of the library, which knows SHA-1 alone, and takes the codes of the
 * step before and the one after as well, each however often. The right code of who gave the password lets them in; that of
 * who is signed in turns an app on that was not yet. Throws too_many_requests, second_factor_sha1, and the library's
 * UNAUTHORIZED for any other code and for one that was taken before.
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

/** Takes a code of an app that is on, once and for all. */
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

/** The app has shown that it knows the secret: what makes its codes is kept with it, and their session is a new one. */
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
  // By the secret itself: in another tab they may have begun anew meanwhile.
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

/** A challenge lets in once: of several right answers the first that takes it. */
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
