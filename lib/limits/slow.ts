import { settingOf, writeSetting } from "@/db/settings";
import { type Budget, db, type Tx } from "@/db/store";
import { hours, later } from "../clock";
import { Problem } from "../problem";
import { spendByCaller } from "./by-caller";

// The desk can slow down card payments while somebody tests stolen cards from many addresses. It ends automatically, so
// that nobody has to remember it.

const setting = "card_payments_slow_until";
const lastsMs = hours(24);

/** One card form or Stripe page per address in five seconds; the shop's own pages wait for their turn. */
const forms: Budget = { name: "slow-forms", points: 1, seconds: 5 };

/** Until when card payments are slowed down; undefined if they are not. */
export async function slowUntil(at: Date): Promise<Date | undefined> {
  const written = await settingOf(db, setting);
  const until = written === undefined ? undefined : new Date(written);
  return until && until > at ? until : undefined;
}

/** Turns it on for 24 hours, or off. */
export const writeSlow = (tx: Tx, on: boolean, at: Date) =>
  writeSetting(tx, setting, (on ? later(at, lastsMs) : at).toISOString());

/** Takes this address's turn while card payments are slowed down. Throws `slow_down` with Retry-After. */
export async function takeTurn(headers: Pick<Headers, "get">): Promise<void> {
  try {
    await spendByCaller(headers, forms);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(
      "slow_down",
      "Card payments are rate limited at the moment. Try again in a few seconds.",
      {
        headers: error.details.headers ?? {},
      },
    );
  }
}
