import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { proxy } from "./proxy";

test("each page's nonce is 128 random bits", () => {
  const nonces = Array.from({ length: 64 }, () => {
    const answer = proxy(new NextRequest("http://localhost/"));
    const policy = answer.headers.get("content-security-policy") ?? "";
    return Buffer.from(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "", "base64");
  });
  expect(new Set(nonces.map((nonce) => nonce.toString("hex"))).size).toBe(64);
  // A bit that is the same in all of them is not random: none of the 128 is, except in one run out of 2^56.
  const always = nonces.reduce(
    (both, nonce) => both.map((bits, n) => bits & (nonce[n] ?? 0)),
    Array(16).fill(255),
  );
  const never = nonces.reduce(
    (both, nonce) => both.map((bits, n) => bits | (nonce[n] ?? 0)),
    Array(16).fill(0),
  );
  expect(nonces.map(({ length }) => length)).toEqual(Array(64).fill(16));
  expect([always, never]).toEqual([Array(16).fill(0), Array(16).fill(255)]);
});
