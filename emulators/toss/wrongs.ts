import { days } from "../kit/time";
import type { Wrong, WrongKinds } from "../kit/wrongs";
import type { Settlement } from "./settlement";

/** What can be reported wrongly about a movement, and by how much unless told: won, or days. */
export const wrongKinds = {
  hide_settlement: null,
  double_settlement: null,
  late_settlement: 3,
  wrong_amount: 1_000,
  wrong_fee: 100,
  hide_transaction: null,
} as const satisfies WrongKinds<string>;

export type WrongKind = keyof typeof wrongKinds;

/** The rows that are listed for one row, with what is wrong about it. */
export function distort(row: Settlement, wrongs: readonly Wrong<WrongKind>[] = []): Settlement[] {
  return wrongs.reduce<Settlement[]>(
    (rows, wrong) => rows.flatMap((each) => distortOnce(each, wrong)),
    [row],
  );
}

function distortOnce(row: Settlement, { kind, by }: Wrong<WrongKind>): Settlement[] {
  switch (kind) {
    case "hide_settlement":
      return [];
    case "double_settlement":
      return [row, row];
    case "late_settlement":
      return [{ ...row, appearsAt: row.appearsAt === null ? null : row.appearsAt + days(by) }];
    case "wrong_amount":
      return [{ ...row, amount: row.amount + by }];
    case "wrong_fee": {
      const [first, ...others] = row.fees;
      return [{ ...row, fees: first ? [{ ...first, fee: first.fee + by }, ...others] : [] }];
    }
    case "hide_transaction":
      return [row];
  }
}
