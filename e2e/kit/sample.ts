/**
 * Whether this run looks at one of several looks at the same thing, such as a language on a device: `inCheck` of those
 * that every check takes. `npm test -- deep` takes the others, and whoever names files takes all.
 */
export const isTold = (inCheck: boolean) =>
  ({ check: inCheck, deep: !inCheck })[process.env.TEST_TIER ?? "all"] ?? true;
