import type { Currency } from "@/lib/money";

/** The cookie of a visitor who chose the currency in which the shop at `url` shows prices. */
export const pricesIn = (currency: Currency, url: string) => ({ name: "currency", value: currency, url });
