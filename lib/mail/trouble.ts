import { isOver, raise } from "../alarms/raise";
import { carrier, NotTaken } from "./carriers";

// A letter is retried for a day. But if the server refuses the shop itself or cannot be reached, the alarm is raised at
// once: it affects every letter, and a letter cannot report it. On globalThis because a bundler may load this module
// twice.
const scope = globalThis as typeof globalThis & { twotrackMailTrouble?: { why: string } };

/**
 * Notes why a letter was not accepted. The first failure that affects all letters raises an alarm, which lasts until a
 * letter goes out again.
 */
export function noteNotTaken(error: unknown) {
  if (!(error instanceof NotTaken) || !error.isServers || scope.twotrackMailTrouble) return;
  scope.twotrackMailTrouble = { why: error.why };
  raise(
    "letters_stopped",
    { why: error.why },
    "no letter goes out: the mail server refuses the shop or is not reached; check SMTP_URL, and then `npm run mail -- again`",
  );
}

/** Notes that a letter was accepted. */
export function noteTaken() {
  if (!scope.twotrackMailTrouble) return;
  delete scope.twotrackMailTrouble;
  isOver("letters_stopped", "letters go out again");
}

/**
 * Checks whether letters would be accepted. Returns undefined, or the reason in the mail server's codes after raising
 * an alarm.
 */
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
