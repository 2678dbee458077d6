/** Seeded random numbers: the same seed and number give the same results, on every machine and in any order. */
export type Draw = {
  /** An integer from 0 to `n - 1`. */
  below(n: number): number;
  /** True with a probability of `n` in a thousand. */
  perMille(n: number): boolean;
  oneOf<T>(choices: readonly T[]): T;
  digits(length: number): string;
};

export function drawFor(seed: number, number: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
  // Mulberry32, by Tommy Ettinger (public domain).
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  // Also for `n` beyond 32 bits, such as the milliseconds of a year.
  const below = (n: number) => Math.floor((next() / 2 ** 32) * n);
  return {
    below,
    perMille: (n) => below(1_000) < n,
    oneOf: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error("There is nothing to choose from.");
      return choice;
    },
    digits: (length) => Array.from({ length }, () => below(10)).join(""),
  };
}
