import type { GenericEndpointContext } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import { z } from "zod";
import { now } from "../clock";
import { limitCode } from "../limits/desk";
import { openSecret } from "./sealed";
import { stepOf } from "./totp";

const proofs = new Set(["/two-factor/verify-totp", "/two-factor/verify-backup-code"]);
const Body = z.object({ code: z.string() });

/**
 * What happens before the library judges a code: one try of its owner's is spent, so that of many at once no more than
 * ten are judged, and a code of an app is taken while it is shown, once and for all. Throws too_many_requests, and the
 * library's UNAUTHORIZED for any other code and for one that was taken before.
 */
export const beforeProof = createAuthMiddleware(async (context) => {
  if (!proofs.has(context.path)) return;
  const owner = await ownerOf(context);
  if (!owner) return;
  await limitCode(owner);
  if (context.path === "/two-factor/verify-totp")
    await takeCode(context, owner, Body.parse(context.body).code);
});

/** Who is signed in, or has just given the right password. */
async function ownerOf(context: GenericEndpointContext): Promise<string | undefined> {
  const session = await getSessionFromCtx(context);
  if (session) return session.user.id;
  const { name } = context.context.createAuthCookie("two_factor");
  const challenge = await context.getSignedCookie(name, context.context.secret);
  if (!challenge) return undefined;
  return (await context.context.internalAdapter.findVerificationValue(challenge))?.value;
}

/**
 * The library takes the codes of the step before and the one after as well, and each however often. The guard and the
 * write are one statement.
 */
async function takeCode(context: GenericEndpointContext, owner: string, code: string) {
  const { adapter } = context.context;
  const factor = await adapter.findOne<{ secret: string }>({
    model: "twoFactor",
    where: [{ field: "userId", value: owner }],
  });
  // Without a factor there is nothing to take: the library refuses.
  if (!factor) return;
  const step = stepOf(await openSecret(factor.secret), code, now());
  if (step === undefined) throw new APIError("UNAUTHORIZED", { message: "This is not the code of now." });
  const taken = await adapter.updateMany({
    model: "user",
    where: [
      { field: "id", value: owner },
      { field: "lastCodeStep", operator: "lt", value: step },
    ],
    update: { lastCodeStep: step },
  });
  if (taken === 0) throw new APIError("UNAUTHORIZED", { message: "This code was used already." });
}
