import { boolean, index, instant, integer, json, money, table, text, uniqueIndex } from "../columns";

// What arrived at the shop's bank accounts, from statements that staff import. Only the gateways' lines are kept: the
// others name people who have nothing to do with the shop. Amounts are in minor units of `currency`, days in Seoul.

/** Files that were imported, and which days they cover. */
export const bankStatements = table(
  "bank_statements",
  {
    id: text().primaryKey(),
    live: boolean().notNull(),
    /** The staff's name for the account. */
    account: text().notNull(),
    currency: text().notNull(),
    /** SHA-256 of the file. */
    file: text().notNull(),
    firstDay: text().notNull(),
    lastDay: text().notNull(),
    /** How many lines the file has, and how many of them are kept from it. */
    lines: integer().notNull(),
    kept: integer().notNull(),
    importedBy: text().notNull(),
    importedAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("bank_statements_file").on(t.live, t.account, t.file),
    index("bank_statements_days").on(t.live, t.lastDay),
  ],
);

export const bankLines = table(
  "bank_lines",
  {
    id: text().primaryKey(),
    statementId: text()
      .notNull()
      .references(() => bankStatements.id),
    live: boolean().notNull(),
    account: text().notNull(),
    currency: text().notNull(),
    day: text().notNull(),
    /** As the bank writes it, such as 14:03:22. */
    time: text(),
    /** Negative if it was taken from the account. */
    amount: money().notNull(),
    description: text().notNull(),
    /** The same line of another file has the same one. */
    key: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("bank_lines_key").on(t.live, t.account, t.key),
    index("bank_lines_day").on(t.live, t.day),
    index("bank_lines_statement").on(t.statementId),
  ],
);

/** Which column of a bank's file says what: positions from 0. */
export type BankColumns = {
  day: number;
  time: number | null;
  /** What was paid in, and taken out; or one column for both, with a sign or a word beside it. */
  deposit: number | null;
  withdrawal: number | null;
  amount: number | null;
  direction: number | null;
  balance: number | null;
  description: number[];
};

/** Columns that staff have named, by the header they are for. */
export const bankColumns = table("bank_columns", {
  /** SHA-256 of the header. */
  header: text().primaryKey(),
  columns: json<BankColumns>().notNull(),
  savedBy: text().notNull(),
  savedAt: instant().notNull(),
});

export type BankStatement = typeof bankStatements.$inferSelect;
export type StoredBankLine = typeof bankLines.$inferSelect;
