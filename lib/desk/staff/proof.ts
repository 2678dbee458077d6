import type { GenericEndpointContext } from "better-auth";
import { createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import { limitCode } from "../../limits/desk";

/**
 * Runs before the library judges a recovery code: uses up one of its owner's attempts, so that of many concurrent ones
 * at most ten are judged. Throws too_many_requests.
 */
export const beforeProof = createAuthMiddleware(async (context) => {
  if (context.path !== "/two-factor/verify-backup-code") return;
  const owner = (await getSessionFromCtx(context))?.user.id ?? (await challengeOf(context))?.owner;
  if (owner) await limitCode(owner);
});

/** Who has just given the right password and still owes a code; undefined for anybody else. */
export async function challengeOf(context: GenericEndpointContext) {
  const cookie = context.context.createAuthCookie("two_factor");
  const identifier = await context.getSignedCookie(cookie.name, context.context.secret);
  if (!identifier) return undefined;
  const found = await context.context.internalAdapter.findVerificationValue(identifier);
  return found ? { cookie, identifier, owner: found.value } : undefined;
}
