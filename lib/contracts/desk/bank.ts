import { z } from "zod";
import { currencies } from "../../money";
import { typed } from "../orders";
import { deskOperation } from "./operation";

/** How large a bank's file may be, in bytes: some thousand lines. In a request it is a third larger. */
export const maxStatementBytes = 512 * 1024;

/** How many characters those bytes have in base64. */
const base64Of = (bytes: number) => Math.ceil(bytes / 3) * 4;

const Column = z.int().min(0).max(99);

export const importStatementAtDesk = deskOperation({
  path: "/admin/api/settlements/bank",
  summary: "Import a bank statement and compare it with what the gateways paid out",
  ability: "statements:write",
  maxBytes: base64Of(maxStatementBytes) + 8 * 1024,
  input: z.strictObject({
    /** The staff's name for the account. */
    account: typed(60),
    currency: z.enum(currencies),
    /** A CSV or XLSX file in base64. */
    file: z.base64().min(4).max(base64Of(maxStatementBytes)),
    /** Which columns say what, if the bank is not known: row and columns from 0. Remembered for its next files. */
    columns: z
      .strictObject({
        header: z.int().min(0).max(39),
        day: Column,
        deposit: Column,
        withdrawal: Column.nullable(),
        description: Column,
      })
      .optional(),
  }),
  reply: z.union([
    z.object({
      is: z.literal("imported"),
      /** How many lines the file has, how many of them concern the gateways, and how many of those are new. */
      lines: z.int(),
      of_gateways: z.int(),
      added: z.int(),
      first_day: z.iso.date(),
      last_day: z.iso.date(),
    }),
    /** The columns are unknown: the header that they must be named for. */
    z.object({ is: z.literal("columns"), header: z.int(), names: z.array(z.string()) }),
  ]),
  problems: ["statement_unreadable"],
});
