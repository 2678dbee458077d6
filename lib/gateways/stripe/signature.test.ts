import { createHmac } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stopClock } from "@/testing/clock";
import { now } from "../../clock";
import { env } from "../../settings/env";
import { refusalOf } from "./signature";

// Signatures are computed by hand here, following Stripe's documentation, and not by the code under test.

const body = '{"id":"evt_1","object":"event","name":"쿨 티셔츠"}';
const secret = "whsec_emulator00000000000000000000";

const mac = (text: string, seconds: number, by = secret) =>
  createHmac("sha256", by).update(`${seconds}.${text}`).digest("hex");
const header = (seconds: number, ...macs: string[]) =>
  [`t=${seconds}`, ...macs.map((it) => `v1=${it}`)].join(",");

beforeEach(() => stopClock());
const seconds = () => Math.floor(now().getTime() / 1_000);
const signedAgo = (ago: number) => header(seconds() - ago, mac(body, seconds() - ago));

function withSecrets(...secrets: string[]) {
  const { keys } = env().stripe;
  if (!keys) throw new Error("There are no keys.");
  const before = keys.webhookSecrets;
  keys.webhookSecrets = secrets;
  onTestFinished(() => {
    keys.webhookSecrets = before;
  });
}

describe("a body that Stripe signed", () => {
  test.each([0, 1, 299, 300])("%i seconds ago is accepted", (ago) => {
    expect(refusalOf(body, signedAgo(ago), now())).toBeNull();
  });

  test.each([302, 3_600, 86_400])("%i seconds ago is stale", (ago) => {
    expect(refusalOf(body, signedAgo(ago), now())).toEqual({ why: "old", clockAheadSeconds: -ago });
  });

  test("by a clock ahead of ours is accepted: only its age is checked", () => {
    expect(refusalOf(body, signedAgo(-120), now())).toBeNull();
  });

  test("is refused with another byte in it", () => {
    const { length } = body;
    fc.assert(
      fc.property(fc.nat(length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, put) => {
        fc.pre(body[at] !== put);
        expect(refusalOf(body.slice(0, at) + put + body.slice(at + 1), signedAgo(0), now())).not.toBeNull();
      }),
    );
  });

  test("is refused with another time", () => {
    expect(refusalOf(body, header(seconds(), mac(body, seconds() - 1)), now())).not.toBeNull();
  });

  test("is refused with another secret", () => {
    expect(
      refusalOf(body, header(seconds(), mac(body, seconds(), "whsec_of_somebody_else")), now()),
    ).not.toBeNull();
  });
});

describe("during a rotation of the secret", () => {
  test("a signature with either one is accepted", () => {
    withSecrets("whsec_old", "whsec_new");
    for (const by of ["whsec_old", "whsec_new"])
      expect(refusalOf(body, header(seconds(), mac(body, seconds(), by)), now())).toBeNull();
    expect(refusalOf(body, signedAgo(0), now())).not.toBeNull();
  });

  test("a header with two signatures is accepted for the one that fits", () => {
    const other = mac(body, seconds(), "whsec_of_yesterday");
    expect(refusalOf(body, header(seconds(), other, mac(body, seconds())), now())).toBeNull();
    expect(refusalOf(body, header(seconds(), other, other), now())).toEqual({ why: "signature" });
  });
});

test("a shop without a secret accepts nothing, not even an empty signature", () => {
  withSecrets();
  expect(refusalOf(body, header(seconds(), mac(body, seconds(), "")), now())).not.toBeNull();
  withSecrets("");
  expect(refusalOf(body, header(seconds(), mac(body, seconds(), "")), now())).not.toBeNull();
});

test("a missing or malformed header is refused, and never throws", () => {
  for (const none of [null, "", "t=,v1=", `t=${seconds()}`, `v1=${mac(body, seconds())}`, "t=NaN,v1=00"])
    expect(refusalOf(body, none, now())).not.toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, signature) => refusalOf(text, signature, now()) !== null),
  );
  const old = mac(body, seconds());
  expect(refusalOf(body, `t=${seconds()},v0=${old}`, now())).not.toBeNull();
});
