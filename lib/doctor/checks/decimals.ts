import { currencies, digitsOf } from "../../money";
import { type Check, fail, pass } from "../finding";

/**
 * Whether our minor units match this machine's currency tables: a wrong one would charge a hundred times the amount.
 */
export const decimals: Check = {
  name: "decimals",
  run: async () => {
    const wrong = currencies.filter((currency) => digitsOf(currency) !== digitsByMachine(currency));
    if (wrong.length > 0) return fail("decimals_wrong", { currencies: wrong.join(", ") });
    return pass("decimals_good", {
      currencies: currencies.map((currency) => `${currency} ${digitsOf(currency)}`).join(", "),
    });
  },
};

const digitsByMachine = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
