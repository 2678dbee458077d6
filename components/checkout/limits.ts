import { amountLimits, type PaymentMethod } from "@/lib/contracts/methods";

/** The limit of a method that an amount in won violates. */
export function brokenLimit(
  method: PaymentMethod,
  total: number,
): { bound: "min" | "max"; amount: number } | undefined {
  const { min, max } = amountLimits[method];
  if (total < min) return { bound: "min", amount: min };
  return max !== undefined && total > max ? { bound: "max", amount: max } : undefined;
}
