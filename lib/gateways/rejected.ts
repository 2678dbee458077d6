import type { Declined, Rejected, Why } from "./gateway";

/** The answer to whatever would be asked of a gateway for which the shop has no keys. */
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

/** Why a question that was refused leaves us not knowing. */
export const whyOfLook = (answer: Rejected | Declined): Why =>
  answer.is === "rejected" && answer.about === "keys" ? "setup" : "error";

/** A question that needs nothing but keys was refused: they are wrong, may not read this, or are not taken from here. */
export const isRefused = (status: number) => status === 401 || status === 403;

/** Time-outs, conflicts, dependencies that failed, and too many requests. */
const busy: ReadonlySet<number> = new Set([408, 409, 424, 425, 429]);

/** True of a status that says nothing for sure of a request, whatever code comes with it. */
export const isVague = (status: number) => status < 400 || status >= 500 || busy.has(status);
