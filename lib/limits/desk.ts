import type { Budget } from "@/db/store";
import { Problem } from "../problem";
import { forgive, giveBack, spend } from "./budget";
import { giveBackToCaller, spendByCaller } from "./by-caller";

// Who guesses passwords is stopped by the account they try and by where they come from. A try is paid for before it is
// looked at, since that is what costs us, and given back where it was no wrong guess.

const quarter = 15 * 60;
const passwords: Budget = { name: "desk-password", points: 10, seconds: quarter, returns: true };
const refusals: Budget = { name: "desk-refusals", points: 50, seconds: quarter, returns: true };

/** A hall full of shoppers is no reason to let more passwords be guessed. */
const always = 1;

/**
 * Ten passwords may be tried for one address, at once or one after another; the right one gives all tries back. Throws
 * too_many_requests.
 */
export const limitSignIn = <T>(email: string, headers: Headers, work: () => Promise<T>): Promise<T> =>
  limitRefusals(headers, () => limitPassword(email.toLowerCase(), work));

/**
 * Counts what is refused at the door by where it comes from, fifty in a quarter of an hour, at once or one after another;
 * wrong codes are counted by account where they are checked. Throws too_many_requests.
 */
export async function limitRefusals<T>(headers: Headers, work: () => Promise<T>): Promise<T> {
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
export async function limitPassword<T>(account: string, work: () => Promise<T>): Promise<T> {
  await spend(passwords, account);
  try {
    const done = await work();
    await forgive(passwords, account);
    return done;
  } catch (error) {
    if (!isWrong(error)) await giveBack(passwords, account);
    throw error;
  }
}

/** A guess that was wrong; whatever else broke off tells nothing of the password. */
const isWrong = (error: unknown) =>
  error instanceof Problem && (error.status === 401 || error.code === "wrong_password");
