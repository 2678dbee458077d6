// Browsers load this file too: it needs no parser.

/**
 * How long a reason or a note may be, in characters, in forms and in the API. A refund's reason is sent to the gateway with
 * the refund's ID, and Toss takes 200 characters.
 */
export const maxReason = 150;
