import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { generateRandomString } from "better-auth/crypto";
import { now } from "../../clock";
import { hidden } from "./hidden-tokens";

/**
 * Gives a session a new token after somebody has proven their identity again: the old token stops working. The
 * session's end does not change. Throws the library's UNAUTHORIZED if another request was faster.
 */
export const renewSession = {
  id: "renew-session",
  endpoints: {
    renewSession: createAuthEndpoint(
      "/renew-session",
      { method: "POST", use: [sessionMiddleware] },
      async (context) => {
        const { session, user } = context.context.session;
        const token = generateRandomString(32);
        const renewed = await context.context.adapter.updateMany({
          model: "session",
          where: [
            { field: "id", value: session.id },
            { field: "token", value: session.token },
          ],
          update: { token: hidden(token) },
        });
        if (renewed === 0) throw new APIError("UNAUTHORIZED");
        const maxAge = Math.floor((session.expiresAt.getTime() - now().getTime()) / 1_000);
        await setSessionCookie(context, { session: { ...session, token }, user }, false, { maxAge });
        return context.json({ done: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;
