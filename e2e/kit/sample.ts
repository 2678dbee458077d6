/**
 * Whether this run includes one of several variants of a test, such as a language on a device: every check includes
 * those with `inCheck`, `npm test -- deep` the others, and a run that names files all of them.
 */
export const isTold = (inCheck: boolean) =>
  ({ check: inCheck, deep: !inCheck })[process.env.TEST_TIER ?? "all"] ?? true;

/** How many of many similar cases this run includes: `few` in the check, all of them elsewhere. */
export const sampleOf = (few: number, all: number) => (process.env.TEST_TIER === "check" ? few : all);
