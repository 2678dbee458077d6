import { currencies, digitsOf } from "../../money";
import { type Check, fail, pass } from "../finding";

/** Whether amounts are written here as this machine's own tables of currencies write them: a wrong one asks for a hundredfold. */
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
