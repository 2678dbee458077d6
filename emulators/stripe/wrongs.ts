import { days } from "../kit/time";
import type { Wrong, WrongKinds } from "../kit/wrongs";
import type { BalanceTransaction } from "./entities/balance-transaction";
import type { Payout } from "./entities/payout";

/** What can be reported wrongly, and by how much unless told: cents, or days. All but the last are about a row in a list. */
export const wrongKinds = {
  hide_transaction: null,
  double_transaction: null,
  late_transaction: 3,
  wrong_amount: 1_000,
  wrong_fee: 100,
  short_payout: 1_000,
} as const satisfies WrongKinds<string>;

export type WrongKind = keyof typeof wrongKinds;
type Told = readonly Wrong<WrongKind>[];

/** The target of what will be wrong about the next payout. */
export const nextPayout = "next";

/** The rows that are listed for one balance transaction, with what is wrong about it. */
export function distort(row: BalanceTransaction, wrongs: Told = [], now: number): BalanceTransaction[] {
  return wrongs.reduce<BalanceTransaction[]>(
    (rows, wrong) => rows.flatMap((each) => distortOnce(each, wrong, now)),
    [row],
  );
}

function distortOnce(
  row: BalanceTransaction,
  { kind, by }: Wrong<WrongKind>,
  now: number,
): BalanceTransaction[] {
  switch (kind) {
    case "hide_transaction":
      return [];
    case "double_transaction":
      return [row, row];
    case "late_transaction":
      return row.createdAt + days(by) > now ? [] : [row];
    case "wrong_amount":
      return [{ ...row, amount: row.amount + by }];
    case "wrong_fee":
      return [{ ...row, fee: row.fee + by }];
    case "short_payout":
      return [row];
  }
}

/** The amount of a payout as it is told. */
export function toldAmount({ amount }: Payout, wrongs: Told = []): number {
  const short = wrongs.filter(({ kind }) => kind === "short_payout").map(({ by }) => by);
  return short.reduce((left, by) => left - by, amount);
}
