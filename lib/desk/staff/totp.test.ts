import { expect, test } from "vitest";
import { type Algorithm, stepOf } from "./totp";

// The keys and times are those of RFC 6238, Appendix B, whose eight-digit codes end in these six digits.
const keys = { SHA1: "12345678901234567890", SHA256: "12345678901234567890123456789012" };
const inRfc: [algorithm: Algorithm, seconds: number, code: string][] = [
  ["SHA1", 59, "287082"],
  ["SHA1", 1_111_111_109, "081804"],
  ["SHA1", 1_111_111_111, "050471"],
  ["SHA1", 1_234_567_890, "005924"],
  ["SHA1", 2_000_000_000, "279037"],
  ["SHA1", 20_000_000_000, "353130"],
  ["SHA256", 59, "119246"],
  ["SHA256", 1_111_111_109, "084774"],
  ["SHA256", 1_111_111_111, "062674"],
  ["SHA256", 1_234_567_890, "819424"],
  ["SHA256", 2_000_000_000, "698825"],
  ["SHA256", 20_000_000_000, "737706"],
];
const at = (seconds: number) => new Date(seconds * 1_000);
const stepAt = (seconds: number) => Math.floor(seconds / 30);
const stepBy = (algorithm: Algorithm, code: string, seconds: number) =>
  stepOf(keys[algorithm], algorithm, code, at(seconds));

test.each(inRfc)("by %s at second %i the code is %s, as in RFC 6238", (algorithm, seconds, code) => {
  expect(stepBy(algorithm, code, seconds)).toBe(stepAt(seconds));
});

test.each(inRfc)(
  "by %s from second %i on, %s is accepted to the end of its thirty seconds and in no other step",
  (algorithm, seconds, code) => {
    const begin = stepAt(seconds) * 30;
    const good = [-30, -0.001, 0, 29.999, 30, 60].map((off) => stepBy(algorithm, code, begin + off));
    const own = stepAt(seconds);
    expect(good).toEqual([undefined, undefined, own, own, undefined, undefined]);
  },
);

test.each(inRfc)(
  "the code that %s makes at second %i, %s, is not the other algorithm's",
  (algorithm, seconds, code) => {
    const other = algorithm === "SHA1" ? "SHA256" : "SHA1";
    expect(stepOf(keys[algorithm], other, code, at(seconds))).toBeUndefined();
  },
);

test.each(["", "28708", "2870820", "94287082", "28708x", "２８７０８２"])("“%s” is no code", (code) => {
  expect(stepBy("SHA1", code, 59)).toBeUndefined();
  expect(stepBy("SHA256", code, 59)).toBeUndefined();
});
