import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Call, type Payment, unknownReasons } from "@/db/schema";
import { anUnpaidAccount } from "@/testing/snapshot";
import { days, minutes } from "../../clock";
import type { Look, Snapshot } from "../../gateways/gateway";
import { nextStep } from "../engine/verdict";

// What is done about a virtual account if the request to open or close it was not answered. Nothing here uses a
// database or the network.

const askedAt = new Date("2026-11-21T09:00:00Z");
const at = (ageMs: number) => new Date(askedAt.getTime() + ageMs);

const payment = { gateway: "toss", captured: 0, refunded: 0 } as Payment;

const aCall = (sent: Call["sent"], unknownWhy: Call["unknownWhy"]): Call => ({
  id: `pay_1:${sent.kind}:1`,
  paymentId: "pay_1",
  refundId: null,
  kind: sent.kind,
  n: 1,
  amount: 29_000,
  sent,
  state: "pending",
  unknownWhy,
  gatewayCode: unknownWhy === "error" ? "PROVIDER_ERROR" : null,
  rejection: null,
  askedAt,
  nextAt: askedAt,
  leasedUntil: null,
  silentAt: null,
  toldAt: null,
});

const closing = { kind: "close", paymentKey: "pk", reason: "The order has ended" } as const;
const issuing = {
  kind: "issue",
  orderId: "ORD-1-1",
  orderName: "Cap",
  amount: 29_000,
  bank: "20",
  customerName: "김미나",
  customerEmail: "mina@example.com",
  dueAt: at(days(3)).toISOString(),
} as const;

const seen = (differs: Partial<Snapshot>): Look => ({
  is: "seen",
  snapshot: anUnpaidAccount({ dueAt: at(days(3)), depositSecret: "ps_1", ...differs }),
});

const silences = [null, "timeout", "unreachable", "not_sent", "in_progress"] as const;
const heard = fc.constantFrom(null, ...unknownReasons);
const ages = fc.integer({ min: 0, max: days(400) });
const standing = fc.constantFrom<Snapshot["status"]>(
  "waiting_for_deposit",
  "captured",
  "canceled",
  "expired",
);
const isSilence = (why: Call["unknownWhy"]) => silences.some((silence) => silence === why);

describe("an account that is being closed", () => {
  test("is done exactly when nobody can deposit any more, or somebody did", () => {
    fc.assert(
      fc.property(heard, ages, standing, fc.boolean(), (why, age, status, closed) => {
        const step = nextStep(aCall(closing, why), payment, seen({ status, closed }), at(age));
        const isOpen = status === "waiting_for_deposit" && !closed;
        expect(step.do === "record").toBe(!isOpen);
        if (isOpen && age < days(14)) expect(step.do).toBe(isSilence(why) ? "ask_again" : "ask_anew");
        if (isOpen && age >= days(14)) expect(step).toEqual({ do: "person", why: "key_died" });
      }),
    );
  });

  test("a query without an answer, or an unknown account, ends nothing by itself", () => {
    fc.assert(
      fc.property(heard, ages, (why, age) => {
        const call = aCall(closing, why);
        const silent: Look = { is: "unknown", why: "timeout", code: null };
        expect(nextStep(call, payment, silent, at(age))).toEqual({ do: "later" });
        expect(nextStep(call, payment, { is: "absent" }, at(age)).do).toBe("person");
      }),
    );
  });
});

describe("an account that is being issued", () => {
  test("is done once it exists, whatever was answered and however late", () => {
    fc.assert(
      fc.property(heard, ages, standing, (why, age, status) => {
        expect(nextStep(aCall(issuing, why), payment, seen({ status }), at(age)).do).toBe("record");
      }),
    );
  });

  test("is asked for under its own key while it may be pending, under a new one after a fault, and not after a rejection", () => {
    fc.assert(
      fc.property(heard, ages, (why, age) => {
        const step = nextStep(aCall(issuing, why), payment, { is: "absent" }, at(age));
        if (why === "rejected" || why === "no_such_payment") expect(step.do).toBe("reject");
        else if (age >= minutes(45)) expect(step.do).toBe("lost");
        // Keep the key if the account was made and the answer could not be read, since a new key would make another.
        else expect(step.do).toBe(isSilence(why) || why === "malformed" ? "ask_again" : "ask_anew");
      }),
    );
  });
});
