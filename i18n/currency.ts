import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { chosenCookie } from "@/lib/http/cookies";
import { type Currency, currencies } from "@/lib/money";
import { stripeCheckout, tossCheckout } from "@/lib/payments/checkout/checkout";
import { preferredCurrency } from "./preferred-currency";

export const currencyCookie = "currency";

/** The currency of this request's prices. */
export async function currentCurrency(): Promise<Currency> {
  const jar = await cookies();
  const chosen = chosenCookie((name) => jar.get(name)?.value, currencyCookie);
  return preferredCurrency(sold(), await getLocale(), chosen);
}

/** What prices can be shown in instead, where there is a choice. */
export async function otherCurrency(): Promise<Currency | undefined> {
  const current = await currentCurrency();
  return sold().find((currency) => currency !== current);
}

const sold = () =>
  currencies.filter((currency) => (currency === "KRW" && tossCheckout()) || stripeCheckout(currency));
