import fc from "fast-check";
import { expect, test } from "vitest";
import type { NewTransfer } from "@/db/books";
import { creditAccounts, type Transfer } from "@/db/schema";
import { captureTransfer, refundTransfer, reversalTransfer } from "./ledger";

const payment = { id: "pay_1", orderId: "ord_1", live: false, keyPair: "api" } as const;

/** The balance of an account in the books. */
const balance = (rows: NewTransfer[], account: Transfer["debit"]) =>
  rows.reduce(
    (sum, { credit, debit, amount }) =>
      sum + (credit === account ? amount : 0) - (debit === account ? amount : 0),
    0,
  );

/** The deposits of an account, and what each is credited to. */
const deposits = fc.array(
  fc.record({
    amount: fc.integer({ min: 1, max: 10_000_000 }),
    credited: fc.constantFrom(...creditAccounts),
  }),
  { minLength: 1, maxLength: 6 },
);

test("rule 22: reversed deposits leave nothing, and the last one stands in full", () => {
  fc.assert(
    fc.property(deposits, fc.nat(), (list, part) => {
      const rows = list.flatMap(({ amount, credited }, index): NewTransfer[] => {
        const at = new Date(index);
        const moved = { amount, credited, currency: "KRW", at };
        const taken = captureTransfer(payment, { ...moved, transaction: `taken-${index}` });
        if (index === list.length - 1) return [taken];
        return [taken, reversalTransfer(payment, { ...moved, transaction: `pk#${index + 1}` })];
      });
      const last = list.at(-1);
      if (!last) return;
      expect(balance(rows, "receivable")).toBe(-last.amount);
      for (const account of creditAccounts)
        expect(balance(rows, account)).toBe(account === last.credited ? last.amount : 0);

      const back = (part % last.amount) + 1;
      const given = { amount: back, credited: last.credited, currency: "KRW", at: new Date() };
      const after = [...rows, refundTransfer(payment, { ...given, transaction: "given" })];
      expect(balance(after, "receivable")).toBe(back - last.amount);
      expect(balance(after, "refunds")).toBe(last.credited === "sales" ? -back : 0);
    }),
  );
});
