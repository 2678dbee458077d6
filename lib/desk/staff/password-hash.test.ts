import { scrypt } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";

// What ASVS 5.0, appendix C, requires: scrypt with at least N = 2^15, r = 8 and p = 3.

vi.mock("node:crypto", async (original) => {
  const { scrypt: cheap, ...real } = await original<typeof import("node:crypto")>();
  const spied = vi.fn(cheap);
  return { ...real, scrypt: spied, default: { ...real, scrypt: spied } };
});

/** What scrypt was called with since, in blocks of N·r·p, and the most memory one call took, in MiB. */
const asked = () => {
  const costs = vi
    .mocked(scrypt)
    .mock.calls.map(([, , , options]) => options as { N: number; r: number; p: number });
  return {
    work: costs.reduce((sum, { N, r, p }) => sum + N * r * p, 0),
    mostMiB: Math.max(...costs.map(({ N, r }) => (128 * N * r) / 2 ** 20)),
  };
};
const whole = 2 ** 15 * 8 * 3;

beforeEach(() => {
  vi.mocked(scrypt).mockClear();
});

test("a new hash states its cost, and takes 32 MiB", async () => {
  expect(await hashPassword("three odd lanterns hum")).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
  expect(asked()).toEqual({ work: whole, mostMiB: 32 });
});

test.each([
  ["$scrypt$ln=15,r=8,p=3$AAAA$AAAA", false],
  ["$scrypt$ln=14,r=8,p=5$AAAA$AAAA", true],
])("verifying %s takes as much work as any other", async (hash, outdated) => {
  expect(await verifyPassword({ hash, password: "three odd lanterns hum" })).toBe(false);
  expect(asked()).toEqual({ work: whole, mostMiB: outdated ? 16 : 32 });
  expect(isOutdated(hash)).toBe(outdated);
});
