/**
 * Whether this run looks at one of several looks at the same thing, such as a language on a device: `inCheck` of those
 * that every check takes. `npm test -- deep` takes the others, and whoever names files takes all.
 */
export const isTold = (inCheck: boolean) =>
  ({ check: inCheck, deep: !inCheck })[process.env.TEST_TIER ?? "all"] ?? true;

/** Of many that do the same, how many this run has: `few` in the check, all of them elsewhere. */
export const sampleOf = (few: number, all: number) => (process.env.TEST_TIER === "check" ? few : all);
