import type { Budget } from "@/db/store";
import { noteSubject } from "../log";
import { Problem, type ProblemCode } from "../problem";
import { forgive, giveBack, spend } from "./budget";
import { giveBackToCaller, spendByCaller } from "./by-caller";

// Who guesses passwords is stopped by the account they try and by where they come from. A try is paid for before it is
// looked at, since that is what costs us, and given back where it was no wrong guess.

const quarter = 15 * 60;
const passwords: Budget = { name: "desk-password", points: 10, seconds: quarter, returns: true };
const codes: Budget = { name: "desk-code", points: 10, seconds: quarter, returns: true };
const devices: Budget = { name: "desk-device", points: 10, seconds: quarter, returns: true };
const refusals: Budget = { name: "desk-refusals", points: 50, seconds: quarter, returns: true };

/** A hall full of shoppers is no reason to let more passwords be guessed. */
const always = 1;

/**
 * Ten passwords may be tried for one address, at once or one after another; the right one gives all tries back. A browser
 * in which this person has signed in before, `device`, has ten tries of its own: whoever guesses from elsewhere uses up
 * none of them, by account or by address. Throws too_many_requests.
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
 * Counts what is refused at the door by where it comes from, fifty in a quarter of an hour, at once or one after another;
 * wrong codes are counted by account where they are checked. A known browser is not counted with its address, which
 * others may share. Throws too_many_requests.
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
 * Ten passwords may be tried for one account, also by who is signed in and must give theirs once more. Throws
 * too_many_requests.
 */
export const limitPassword = <T>(account: string, work: () => Promise<T>): Promise<T> =>
  limitGuesses(passwords, account, work);

/**
 * Takes one of ten tries to give a code for an account: before it is judged, so that of many at once ten are. The right
 * one gives them back (`forgiveCodes`). Throws too_many_requests.
 */
export function limitCode(account: string) {
  noteSubject(`staff:${account}`);
  return spend(codes, account);
}

export const forgiveCodes = (account: string) => forgive(codes, account);

/** Somebody who may has opened an account anew: what others have tried before counts no more. */
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

/** A guess that was wrong; whatever else broke off, such as a session that ended, tells nothing of the password. */
const isWrong = (error: unknown) => error instanceof Problem && wrong.has(error.code);
const wrong: ReadonlySet<ProblemCode> = new Set([
  "sign_in_refused",
  "second_factor_refused",
  "wrong_password",
]);
