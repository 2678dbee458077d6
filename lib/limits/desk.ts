import type { Budget } from "@/db/store";
import { Problem } from "../problem";
import { assertLeft, charge, forgive, spend } from "./budget";
import { callerOf } from "./caller";

// Who guesses passwords is stopped by the account they try and by where they come from.

const quarter = 15 * 60;
const passwords: Budget = { name: "desk-password", points: 10, seconds: quarter };
const refusals: Budget = { name: "desk-refusals", points: 50, seconds: quarter };

/**
 * Ten passwords may be tried for one address, at once or one after another; the right one gives all tries back. Throws
 * too_many_requests.
 */
export const limitSignIn = <T>(email: string, headers: Headers, work: () => Promise<T>): Promise<T> =>
  limitRefusals(headers, () => limitPassword(email.toLowerCase(), work));

/** Counts what was refused at the door by where it came from; wrong codes are counted by account where they are checked. */
export async function limitRefusals<T>(headers: Headers, work: () => Promise<T>): Promise<T> {
  await assertLeft(refusals, callerOf(headers));
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) await charge(refusals, callerOf(headers));
    throw error;
  }
}

/** Ten passwords may be tried for one account, also by who is signed in and must give theirs once more. */
export async function limitPassword<T>(account: string, work: () => Promise<T>): Promise<T> {
  await spend(passwords, account);
  const done = await work();
  await forgive(passwords, account);
  return done;
}
