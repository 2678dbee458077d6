/** The ways to pay that are emulated. */
export const methodTypes = ["card", "us_bank_account"] as const;

export type MethodType = (typeof methodTypes)[number];

/** What a payer may choose from: everything, what is allowed, or everything but what is excluded. */
export function offered(allowed: readonly string[] | null, excluded: readonly string[]): MethodType[] {
  return methodTypes.filter((type) => (allowed ? allowed.includes(type) : !excluded.includes(type)));
}
