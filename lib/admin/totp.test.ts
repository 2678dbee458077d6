import { expect, test } from "vitest";
import { stepOf } from "./totp";

// The key and the moments are those of RFC 6238, Appendix B, whose codes of eight digits end in these six.
const secret = "12345678901234567890";
const inRfc: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];
const at = (seconds: number) => new Date(seconds * 1_000);
const stepAt = (seconds: number) => Math.floor(seconds / 30);

test.each(inRfc)("at second %i the code is %s, as RFC 6238 has it", (seconds, code) => {
  expect(stepOf(secret, code, at(seconds))).toBe(stepAt(seconds));
});

test.each(inRfc)(
  "from second %i on, %s is good to the end of its thirty seconds and in no other step",
  (seconds, code) => {
    const begin = stepAt(seconds) * 30;
    const good = [-30, -0.001, 0, 29.999, 30, 60].map((off) => stepOf(secret, code, at(begin + off)));
    const own = stepAt(seconds);
    expect(good).toEqual([undefined, undefined, own, own, undefined, undefined]);
  },
);

test.each(["", "28708", "2870820", "94287082", "28708x", "２８７０８２"])("“%s” is no code", (code) => {
  expect(stepOf(secret, code, at(59))).toBeUndefined();
});
