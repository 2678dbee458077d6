import { isOver, raise } from "../alarms/raise";
import { carrier, NotTaken } from "./carriers";

// A letter waits for its mail server for a day. That the server refuses the shop itself, or is not reached at all, is told at
// once: it concerns every letter, and nobody reads a letter that says so.

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackMailTrouble?: { why: string } };

/** Notes why a letter was not taken. The first time that it concerns all letters raises an alarm, until one goes out again. */
export function noteNotTaken(error: unknown) {
  if (!(error instanceof NotTaken) || !error.isServers || scope.twotrackMailTrouble) return;
  scope.twotrackMailTrouble = { why: error.why };
  raise(
    "letters_stopped",
    { why: error.why },
    "no letter goes out: the mail server refuses the shop or is not reached; check SMTP_URL, and then `npm run mail -- again`",
  );
}

/** Notes that a letter was taken. */
export function noteTaken() {
  if (!scope.twotrackMailTrouble) return;
  delete scope.twotrackMailTrouble;
  isOver("letters_stopped", "letters go out again");
}

/** Finds out whether letters would be taken: undefined, or why not, in the mail server's codes. Raises an alarm then. */
export async function verifyMail(): Promise<string | undefined> {
  try {
    await carrier().verify();
    noteTaken();
    return undefined;
  } catch (error) {
    noteNotTaken(error);
    return error instanceof NotTaken ? error.why : "error";
  }
}
