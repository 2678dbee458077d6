import { transfersOfPayment } from "@/db/books";
import type { Account, Payment, Transfer } from "@/db/schema";
import { db } from "@/db/store";
import type { GatewayName } from "@/lib/contracts/gateways";
import { gateway, useGateways } from "@/lib/gateways";
import type { Gateway, Settlement, SettlementRow } from "@/lib/gateways/gateway";

type Page = Extract<Settlement, { is: "seen" }>;
type Part = Parameters<Gateway["settlement"]>[1]["part"];

/** Changes what a gateway lists, page by page, until `useGateways()`. */
export function listedBy(name: GatewayName, change: (page: Page, part: Part) => Page) {
  const real = gateway(name);
  const changed: Gateway = {
    ...real,
    async settlement(pair, wish, cursor) {
      const page = await real.settlement(pair, wish, cursor);
      return page.is === "seen" ? change(page, wish.part) : page;
    },
  };
  useGateways({ [name]: changed });
}

/** Changes the rows that Toss lists, page by page, until `useGateways()`. */
export const listed = (change: (rows: SettlementRow[], part: Part) => SettlementRow[]) =>
  listedBy("toss", (page, part) => ({ ...page, rows: change(page.rows, part) }));

/** Debits minus credits of each account, in minor units. */
export function balancesIn(transfers: Pick<Transfer, "debit" | "credit" | "amount">[]) {
  const sums: Partial<Record<Account, number>> = {};
  for (const { debit, credit, amount } of transfers) {
    sums[debit] = (sums[debit] ?? 0) + amount;
    sums[credit] = (sums[credit] ?? 0) - amount;
  }
  return sums;
}

/** The balances of the accounts that a payment touched. */
export const balancesOf = async ({ id }: Pick<Payment, "id">) => balancesIn(await transfersOfPayment(db, id));
