/** The emulated payment methods. */
export const methodTypes = ["card", "us_bank_account"] as const;

export type MethodType = (typeof methodTypes)[number];

/** The methods a payer can choose from: all, the allowed ones, or all except the excluded ones. */
export function offered(allowed: readonly string[] | null, excluded: readonly string[]): MethodType[] {
  return methodTypes.filter((type) => (allowed ? allowed.includes(type) : !excluded.includes(type)));
}
