import type { Currency } from "@/lib/money";

/** What the browser keeps of somebody who chose in which currency the shop at `url` shows its prices. */
export const pricesIn = (currency: Currency, url: string) => ({ name: "currency", value: currency, url });
