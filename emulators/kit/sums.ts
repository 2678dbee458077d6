/** One settled movement, in minor units of its currency; all are negative for money that goes back. */
export type Movement = {
  /** The day it counts for, `yyyy-MM-dd`. */
  date: string;
  currency: string;
  gross: number;
  /** With VAT. */
  fees: number;
  vat: number;
};

export type DaySum = Movement & {
  /** How many movements it has. */
  rows: number;
  /** What is paid out: `gross - fees`. */
  net: number;
};

/** What a gateway settles, by day and currency, in order. */
export function sumsByDay(movements: readonly Movement[]): DaySum[] {
  const sums = new Map<string, DaySum>();
  for (const movement of movements) {
    const day = `${movement.date} ${movement.currency}`;
    const sum = sums.get(day) ?? { ...movement, rows: 0, gross: 0, fees: 0, vat: 0, net: 0 };
    sums.set(day, add(sum, movement));
  }
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
}

function add(sum: DaySum, { gross, fees, vat }: Movement): DaySum {
  return {
    ...sum,
    rows: sum.rows + 1,
    gross: sum.gross + gross,
    fees: sum.fees + fees,
    vat: sum.vat + vat,
    net: sum.net + gross - fees,
  };
}
