import type { Declined, Rejected, Why } from "./gateway";

/** The answer to every request to a gateway for which the shop has no keys. */
export const noKeys: Rejected = {
  is: "rejected",
  code: null,
  about: "keys",
  said: {
    status: null,
    message: "The shop has no keys for this gateway, so nothing was asked.",
    param: null,
    requestId: null,
  },
};

/** Why the outcome of a refused read is unknown. */
export const whyOfLook = (answer: Rejected | Declined): Why =>
  answer.is === "rejected" && answer.about === "keys" ? "setup" : "error";

/**
 * A read that needs only keys was refused: they are wrong, lack this permission, or are not accepted from this address.
 */
export const isRefused = (status: number) => status === 401 || status === 403;

/** Timeouts, conflicts, failed dependencies, and too many requests. */
const busy: ReadonlySet<number> = new Set([408, 409, 424, 425, 429]);

/** Whether a status says nothing certain about a request, whatever code comes with it. */
export const isVague = (status: number) => status < 400 || status >= 500 || busy.has(status);
