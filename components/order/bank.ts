import { findBank } from "@/lib/contracts/banks";
import type { Locale } from "@/lib/money";

/** A bank's name in the reader's language, which may differ from the order's. */
export const bankIn = (locale: Locale, { bank, bank_name }: { bank: string; bank_name: string }) =>
  findBank(bank)?.[locale] ?? bank_name;
