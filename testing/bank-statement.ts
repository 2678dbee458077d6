import { now } from "@/lib/clock";
import { importStatement } from "@/lib/desk/acts/bank-statement";
import { type Currency, digitsOf } from "@/lib/money";
import { type BankLine, bankFile } from "./bank-file";
import { deskAddress, sora } from "./desk-people";
import type { DaySum } from "./emulator-control";

/** What a gateway pays out by day, as a bank writes it. What a day has too little is taken from the next one. */
export function depositsOf(sums: DaySum[], description: string): BankLine[] {
  const lines: BankLine[] = [];
  let owed = 0;
  for (const { date, net } of sums.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const amount = net + owed;
    owed = Math.min(0, amount);
    if (amount > 0) lines.push({ day: date, amount, description });
  }
  return lines;
}

/** A manager imports a statement with these lines. */
export const importLines = (currency: Currency, lines: BankLine[], days: { from: string; until: string }) =>
  importStatement(
    sora,
    {
      account: `${currency} 1234`,
      currency,
      file: bankFile(lines, days, digitsOf(currency)).toString("base64"),
    },
    deskAddress,
    now(),
  );
