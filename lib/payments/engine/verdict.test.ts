import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Call, type Payment, unknownReasons } from "@/db/schema";
import { aSnapshot } from "@/testing/snapshot";
import { days, hours, minutes } from "../../clock";
import type { Look, Snapshot } from "../../gateways/gateway";
import { nextStep } from "./verdict";

// What is done about a call with an unknown outcome, for every answer the gateway may give and every result a look may
// have. Nothing here uses a database or the network.

const askedAt = new Date("2026-11-21T09:00:00Z");
const at = (ageMs: number) => new Date(askedAt.getTime() + ageMs);

const payment = { gateway: "toss", captured: 29_000, refunded: 0 } as Payment;

const aCall = (differs: Partial<Call>): Call => ({
  id: "pay_1:confirm:1",
  paymentId: "pay_1",
  refundId: null,
  kind: "confirm",
  n: 1,
  amount: 29_000,
  sent: { kind: "confirm", paymentKey: "pk", orderId: "ORD-1-1", amount: 29_000 },
  state: "pending",
  unknownWhy: null,
  gatewayCode: null,
  rejection: null,
  askedAt,
  nextAt: askedAt,
  leasedUntil: null,
  silentAt: null,
  toldAt: null,
  ...differs,
});

const aRefund = (differs: Partial<Call> = {}) =>
  aCall({
    id: "pay_1:refund:1",
    kind: "refund",
    refundId: "rf_1",
    amount: 10_000,
    sent: {
      kind: "refund",
      paymentKey: "pk",
      amount: 10_000,
      currency: "KRW",
      reason: "변심 (rf_1)",
      refundableAmount: 29_000,
    },
    ...differs,
  });

const seen = (differs: Partial<Snapshot>): Look => ({ is: "seen", snapshot: aSnapshot(differs) });

const silences = [null, "timeout", "unreachable", "not_sent", "in_progress"] as const;
const answers = unknownReasons.filter((why) => !silences.some((silence) => silence === why));
/** Rejected for what they are: they would be rejected again. */
const rejections: ReadonlySet<Call["unknownWhy"]> = new Set(["rejected", "no_such_payment"]);
const rejectedKeys = (isSure: boolean): Call["rejection"] => ({
  about: "keys",
  status: 401,
  message: "",
  param: null,
  requestId: null,
  isSure,
});
const heard = fc.constantFrom(...silences, ...answers);
const ages = fc.integer({ min: 0, max: days(400) });
const statuses = fc.constantFrom<Snapshot["status"]>(
  "ready",
  "authenticated",
  "authorized",
  "waiting_for_deposit",
  "captured",
  "failed",
  "expired",
  "canceled",
  "unrecognized",
);
const looks: fc.Arbitrary<Look> = fc.oneof(
  fc.constant<Look>({ is: "absent" }),
  fc.constant<Look>({ is: "unknown", why: "timeout", code: null }),
  fc.record({ status: statuses, paymentKey: fc.constantFrom("pk", "another") }).map(seen),
);

describe("a confirm", () => {
  test.each([
    ["ready", "free"],
    ["authorized", "record"],
    ["waiting_for_deposit", "record"],
    ["captured", "record"],
    ["failed", "record"],
    ["expired", "record"],
    ["canceled", "record"],
    ["unrecognized", "record"],
  ] as const)("rule 11: a query that finds %s leads to %s", (status, step) => {
    for (const unknownWhy of [...silences, ...answers])
      expect(nextStep(aCall({ unknownWhy }), payment, seen({ status }), at(0)).do).toBe(step);
  });

  test("rule 8: still authenticated: the same key after silence, a new key after an answer", () => {
    const look = seen({ status: "authenticated" });
    for (const unknownWhy of silences)
      expect(nextStep(aCall({ unknownWhy }), payment, look, at(0)).do).toBe("ask_again");
    for (const unknownWhy of answers)
      expect(nextStep(aCall({ unknownWhy }), payment, look, at(0)).do).toBe(
        rejections.has(unknownWhy) ? "reject" : "ask_anew",
      );
  });

  test("refused API keys free the attempt if that was the first answer; otherwise only after 45 minutes", () => {
    const keys = (isSure: boolean) => aCall({ unknownWhy: "rejected", rejection: rejectedKeys(isSure) });
    const setUp: Look = { is: "unknown", why: "setup", code: null };
    const authenticated = seen({ status: "authenticated" });
    expect(nextStep(keys(true), payment, setUp, at(0))).toEqual({ do: "reject", stillOpen: true });
    expect(nextStep(keys(false), payment, setUp, at(0))).toEqual({ do: "later" });
    expect(nextStep(keys(false), payment, authenticated, at(minutes(44)))).toEqual({ do: "later" });
    expect(nextStep(keys(false), payment, authenticated, at(minutes(45))).do).toBe("reject");
    // The same if the request itself is forbidden: a gateway that refuses our looks as well is no help.
    const said = { message: "no", param: null, requestId: null, isSure: true };
    const forbidden = { ...said, about: "request", status: 403 } as const;
    const notAllowed = aCall({ unknownWhy: "rejected", rejection: forbidden });
    expect(nextStep(notAllowed, payment, setUp, at(0))).toEqual({ do: "reject", stillOpen: true });
    const notOurs = aCall({ unknownWhy: "no_such_payment" });
    expect(nextStep(notOurs, payment, setUp, at(0)).do).toBe("free");
    expect(nextStep({ ...notOurs, silentAt: askedAt }, payment, setUp, at(0)).do).toBe("later");
    // Another rejection may be about what happened to the payment, which only a look shows.
    const strange = { ...forbidden, status: 400 };
    expect(nextStep({ ...notAllowed, rejection: strange }, payment, setUp, at(0)).do).toBe("later");
    // A look that is not answered says nothing about money.
    const refund = aRefund({ unknownWhy: "rejected", rejection: rejectedKeys(true) });
    expect(nextStep(refund, payment, setUp, at(0))).toEqual({ do: "later" });
    expect(nextStep(refund, payment, seen({}), at(0)).do).toBe("give_back");
  });

  test.each(["ready", "authenticated", "failed", "expired", "canceled"] as const)(
    "the order id leads to another window, which is %s: the given key charged nothing",
    (status) => {
      const look = seen({ status, paymentKey: "another" });
      expect(nextStep(aCall({}), payment, look, at(0))).toEqual({ do: "free", why: "other_window" });
    },
  );

  test("rule 11: not found means lost only after 45 minutes, and frees the attempt at once if the gateway said so", () => {
    const absent: Look = { is: "absent" };
    expect(nextStep(aCall({}), payment, absent, at(minutes(45) - 1)).do).toBe("ask_again");
    expect(nextStep(aCall({}), payment, absent, at(minutes(45))).do).toBe("lost");
    const answered = aCall({ unknownWhy: "no_such_payment" });
    expect(nextStep(answered, payment, absent, at(0)).do).toBe("free");
    // A request that went unanswered, with another account's keys, may have taken money.
    const unheard = { ...answered, silentAt: askedAt };
    expect(nextStep(unheard, payment, absent, at(minutes(45) - 1)).do).toBe("ask_again");
  });

  test("rule 9: it is asked again until its key is fourteen days old, and not later", () => {
    fc.assert(
      fc.property(heard, looks, ages, (unknownWhy, look, age) => {
        const step = nextStep(aCall({ unknownWhy }), payment, look, at(age));
        if (step.do === "ask_again" || step.do === "ask_anew") expect(age).toBeLessThan(days(14));
      }),
    );
  });

  test("rule 11: a query without an answer ends nothing", () => {
    fc.assert(
      fc.property(heard, ages, (unknownWhy, age) => {
        const look: Look = { is: "unknown", why: "timeout", code: null };
        expect(nextStep(aCall({ unknownWhy }), payment, look, at(age))).toEqual({ do: "later" });
      }),
    );
  });

  test("a charge is recorded, whatever was answered and however late", () => {
    fc.assert(
      fc.property(heard, ages, fc.constantFrom("pk", "another"), (unknownWhy, age, paymentKey) => {
        expect(nextStep(aCall({ unknownWhy }), payment, seen({ paymentKey }), at(age)).do).toBe("record");
      }),
    );
  });
});

describe("a refund", () => {
  const own = {
    transaction: "t_1",
    amount: 10_000,
    reason: "변심 (rf_1)",
    refundId: "rf_1",
    state: "done",
  } as const;
  const strange = {
    transaction: "t_2",
    amount: 5_000,
    reason: "콘솔",
    refundId: null,
    state: "done",
  } as const;

  test("rule 10: it is recognized by its id, whatever was answered and however late", () => {
    fc.assert(
      fc.property(heard, ages, (unknownWhy, age) => {
        const look = seen({ refunds: [strange, own] });
        expect(nextStep(aRefund({ unknownWhy }), payment, look, at(age)).do).toBe("record");
      }),
    );
  });

  test("rule 8: not done, and as much left as before: the same key, or a new key after an answer", () => {
    for (const unknownWhy of silences)
      expect(nextStep(aRefund({ unknownWhy }), payment, seen({}), at(0)).do).toBe("ask_again");
    for (const unknownWhy of answers)
      expect(nextStep(aRefund({ unknownWhy }), payment, seen({}), at(0)).do).toBe(
        rejections.has(unknownWhy) ? "give_back" : "ask_anew",
      );
  });

  test("another refund is found: the books record it before anything is asked", () => {
    const look = seen({ refunds: [strange] });
    expect(nextStep(aRefund(), payment, look, at(0)).do).toBe("record");
    const known = { ...payment, refunded: 5_000 };
    expect(nextStep(aRefund(), known, look, at(0)).do).toBe("ask_anew");
  });

  test("too little is left for it: its reservation is released", () => {
    const most = { ...strange, amount: 20_000 };
    const known = { ...payment, refunded: 20_000 };
    expect(nextStep(aRefund(), known, seen({ refunds: [most] }), at(0))).toEqual({
      do: "give_back",
      code: "refund_exceeds_balance",
    });
  });

  test("rule 9: not done after fourteen days, or of an unknown payment: it goes to a person", () => {
    expect(nextStep(aRefund(), payment, seen({}), at(days(14))).do).toBe("person");
    expect(nextStep(aRefund(), payment, { is: "absent" }, at(0)).do).toBe("person");
    expect(nextStep(aRefund(), payment, seen({}), at(days(14) - 1)).do).toBe("ask_again");
  });
});

describe("a capture", () => {
  const held = { ...payment, gateway: "stripe", status: "authorized" } as Payment;
  const aCapture = (differs: Partial<Call> = {}) =>
    aCall({
      id: "pay_1:capture:1",
      kind: "capture",
      amount: 10_000,
      sent: { kind: "capture", paymentKey: "pk", amount: 10_000 },
      ...differs,
    });

  test("whatever was answered, a look that finds no hold any more is recorded", () => {
    for (const unknownWhy of [...silences, ...answers])
      for (const status of ["captured", "canceled", "expired"] as const)
        expect(nextStep(aCapture({ unknownWhy }), held, seen({ status }), at(0)).do).toBe("record");
  });

  test("rule 8: still held: the same key, or a new key after an answer; a rejected one is given up", () => {
    const look = seen({ status: "authorized", captured: 0 });
    for (const unknownWhy of silences)
      expect(nextStep(aCapture({ unknownWhy }), held, look, at(0)).do).toBe("ask_again");
    for (const unknownWhy of answers)
      expect(nextStep(aCapture({ unknownWhy }), held, look, at(0)).do).toBe(
        rejections.has(unknownWhy) ? "give_back" : "ask_anew",
      );
  });

  test("rule 9: still held once the key is old, or of an unknown payment: it goes to a person", () => {
    const look = seen({ status: "authorized", captured: 0 });
    expect(nextStep(aCapture(), held, look, at(hours(23))).do).toBe("person");
    expect(nextStep(aCapture(), held, look, at(hours(23) - 1)).do).toBe("ask_again");
    expect(nextStep(aCapture(), held, { is: "absent" }, at(0)).do).toBe("person");
  });

  test("the gateway does not answer, or refuses our keys: nothing is concluded", () => {
    for (const why of ["timeout", "setup"] as const)
      expect(nextStep(aCapture(), held, { is: "unknown", why, code: null }, at(days(3))).do).toBe("later");
  });
});
