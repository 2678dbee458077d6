import { majorUnits, typedAmount } from "@/lib/money";
import type { DeskInput } from "../api";

export type Sheet = Omit<DeskInput<"/admin/api/shop/save">, "version">;
/** The form: all fields as text. */
export type Typed = Record<keyof Sheet, string>;

/** Amounts, and the currency of each. */
export const amounts = {
  fee_krw: "KRW",
  free_from_krw: "KRW",
  island_fee_krw: "KRW",
  fee_usd: "USD",
  free_from_usd: "USD",
  island_fee_usd: "USD",
  return_fee: "KRW",
} as const;
type Amount = keyof typeof amounts;
const amountNames = Object.keys(amounts) as Amount[];

export const typedOf = (sheet: Sheet): Typed => ({
  ...sheet,
  accent: sheet.accent ?? "",
  dispatch_days: String(sheet.dispatch_days),
  ...(Object.fromEntries(
    amountNames.map((name) => [name, majorUnits({ amount: sheet[name], currency: amounts[name] })]),
  ) as Record<Amount, string>),
});

/** The form has already validated what was typed. Amounts in minor units. */
export const sheetIn = (typed: Typed): Sheet => ({
  ...typed,
  accent: typed.accent.trim().toLowerCase() || null,
  dispatch_days: Number(typed.dispatch_days),
  ...(Object.fromEntries(
    amountNames.map((name) => [name, typedAmount(typed[name], amounts[name]) ?? 0]),
  ) as Record<Amount, number>),
});
