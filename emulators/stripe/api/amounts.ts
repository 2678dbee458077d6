import { misread, type Refusal } from "../errors";
import { least, troubleWith, written } from "../money/currencies";
import { mostChargeUnits } from "../rules";

/** The refusal for an amount that cannot be charged, or null. */
export function refusalOfAmount(
  amount: number,
  currency: string,
  what: "intent" | "session",
): Refusal | null {
  switch (troubleWith(amount, currency)) {
    case "too_small": {
      const enough = `at least ${written(least(currency), currency)} ${currency}`;
      return what === "intent"
        ? misread(`Amount must be ${enough}`, { code: "amount_too_small", param: "amount" })
        : misread(`The Checkout Session's total amount due must add up to ${enough}`, {
            code: "amount_too_small",
          });
    }
    case "too_large": {
      const message = `Amount must be no more than ${written(mostChargeUnits, currency)}`;
      return misread(message, { code: "amount_too_large", ...(what === "intent" && { param: "amount" }) });
    }
    case "uneven":
      return misread(
        `Amounts in ${currency} must be divisible by the smallest unit that is accepted: the last digits have to be 0.`,
        { ...(what === "intent" && { param: "amount" }) },
      );
    default:
      return null;
  }
}
