import type { Budget } from "@/db/store";
import { noteSubject } from "../log";
import { Problem, type ProblemCode } from "../problem";
import { forgive, giveBack, spend } from "./budget";
import { giveBackToCaller, spendByCaller } from "./by-caller";

// Limits password guessing, per account and per address. A try is paid for before the password is checked, since the
// check is the expensive part, and returned unless it was a wrong guess.

const quarter = 15 * 60;
const passwords: Budget = { name: "desk-password", points: 10, seconds: quarter, returns: true };
const codes: Budget = { name: "desk-code", points: 10, seconds: quarter, returns: true };
const devices: Budget = { name: "desk-device", points: 10, seconds: quarter, returns: true };
const refusals: Budget = { name: "desk-refusals", points: 50, seconds: quarter, returns: true };

/** Not scaled by RATE_LIMIT_FACTOR: many shoppers behind one address are no reason to allow more guesses. */
const always = 1;

/**
 * Allows ten password tries per email address, in parallel or in sequence; the right password returns all of them. A
 * browser this account has signed in from before, `device`, has ten separate tries: guesses from elsewhere use up none
 * of them, neither by account nor by address. Throws `too_many_requests`.
 */
export const limitSignIn = <T>(
  email: string,
  headers: Headers,
  work: () => Promise<T>,
  device?: string,
): Promise<T> =>
  device
    ? limitGuesses(devices, device, work)
    : limitRefusals(headers, () => limitPassword(email.toLowerCase(), work));

/**
 * Limits refused sign-ins per address to fifty in 15 minutes, in parallel or in sequence; wrong codes are counted per
 * account where they are checked. A known browser is not counted with its address, which others may share. Throws
 * `too_many_requests`.
 */
export async function limitRefusals<T>(
  headers: Headers,
  work: () => Promise<T>,
  device?: string,
): Promise<T> {
  if (device) return work();
  await spendByCaller(headers, refusals, always);
  try {
    const done = await work();
    await giveBackToCaller(headers, refusals, always);
    return done;
  } catch (error) {
    if (!isWrong(error)) await giveBackToCaller(headers, refusals, always);
    throw error;
  }
}

/**
 * Allows ten password tries per account, also for signed-in users who must enter their password again. Throws
 * `too_many_requests`.
 */
export const limitPassword = <T>(account: string, work: () => Promise<T>): Promise<T> =>
  limitGuesses(passwords, account, work);

/**
 * Takes one of an account's ten tries for a code, before the code is checked, so that of many in parallel only ten are
 * checked. The right code returns them (`forgiveCodes`). Throws `too_many_requests`.
 */
export function limitCode(account: string) {
  noteSubject(`staff:${account}`);
  return spend(codes, account);
}

export const forgiveCodes = (account: string) => forgive(codes, account);

/** Resets an account's limits after an authorized person has reopened it: earlier guesses no longer count. */
export async function forgiveGuesses({ id, email }: { id: string; email: string }) {
  await forgive(passwords, email.toLowerCase());
  await forgive(passwords, id);
  await forgive(codes, id);
}

async function limitGuesses<T>(budget: Budget, key: string, work: () => Promise<T>): Promise<T> {
  await spend(budget, key);
  try {
    const done = await work();
    await forgive(budget, key);
    return done;
  } catch (error) {
    if (!isWrong(error)) await giveBack(budget, key);
    throw error;
  }
}

/** A wrong guess. Any other error, such as an expired session, says nothing about the password. */
const isWrong = (error: unknown) => error instanceof Problem && wrong.has(error.code);
const wrong: ReadonlySet<ProblemCode> = new Set([
  "sign_in_refused",
  "second_factor_refused",
  "wrong_password",
]);
