import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PaymentStatus, storedPaymentStatuses } from "@/db/schema";
import { aSnapshot } from "@/testing/snapshot";
import type { Snapshot } from "../../gateways/gateway";
import { type Happening, happeningOf, moved, moves, sourcesOf } from "./state";

const happenings = [
  "asked",
  "freed",
  "authorized",
  "deposit_awaited",
  "captured",
  "declined",
  "expired",
  "canceled",
  "mismatched",
  "accepted",
  "returned",
  "opened",
  "refused",
  "action_required",
  "processing",
  "closed",
] as const satisfies Happening[];

const status = fc.constantFrom(...storedPaymentStatuses);
const happening = fc.constantFrom(...happenings);

describe("rule 4: what the table of states guarantees", () => {
  test.each(storedPaymentStatuses)("a charge is accepted from %s", (from) => {
    expect(moved(from, "captured")).toBe(from === "in_review" ? "in_review" : "paid");
  });

  test("from paid, only a reversed deposit leads to a state without money", () => {
    const others = happening.filter((one) => one !== "deposit_awaited");
    fc.assert(
      fc.property(fc.array(others, { maxLength: 20 }), (story) => {
        expect(end("paid", story)).toBe("paid");
      }),
    );
  });

  test("a wrong amount waits for a person: only accepting or returning it ends the review", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 20 }), (story) => {
        const first = story.find((one) => one === "accepted" || one === "returned");
        const to = end("in_review", first ? story.slice(0, story.indexOf(first)) : story);
        expect(to).toBe("in_review");
      }),
    );
  });

  test("a payment is only asked from a state in which nothing is asked or ended", () => {
    expect(sourcesOf("asked").toSorted()).toEqual(["ready", "requires_action"]);
  });

  test("an attempt that ended only changes through a charge", () => {
    const endings = fc.constantFrom<PaymentStatus>("failed", "canceled", "expired");
    const withoutMoney = fc.constantFrom<Happening>(
      "declined",
      "expired",
      "canceled",
      "closed",
      "asked",
      "freed",
      "opened",
      "refused",
      "action_required",
    );
    fc.assert(
      fc.property(endings, fc.array(withoutMoney, { maxLength: 10 }), (from, story) => {
        expect(end(from, story)).toBe(from);
      }),
    );
  });

  test("whatever happens, captured money ends up paid or in review", () => {
    fc.assert(
      fc.property(
        status,
        fc.array(happening, { maxLength: 10 }),
        fc.array(happening, { maxLength: 10 }),
        (from, before, after) => {
          const to = end(from, [...before, "captured", ...after]);
          // An operator returns it, or a bank reverses its deposit: there is no other way out.
          if (!after.includes("returned") && !after.includes("deposit_awaited"))
            expect(["paid", "in_review"]).toContain(to);
        },
      ),
    );
  });
});

// Decides every pair a second time by hand, in the order of `happenings`; "-" is left to an operator.
const decided: Record<PaymentStatus, string> = {
  ready:
    "confirming - authorized waiting_for_deposit paid failed ready canceled in_review - - ready ready requires_action confirming expired",
  confirming:
    "- ready authorized waiting_for_deposit paid failed expired canceled in_review - - - ready requires_action confirming expired",
  requires_action:
    "confirming ready authorized waiting_for_deposit paid failed expired canceled in_review - - - ready requires_action confirming expired",
  authorized:
    "- - authorized waiting_for_deposit paid failed expired canceled in_review - - - - - confirming expired",
  waiting_for_deposit:
    "- - authorized waiting_for_deposit paid failed expired canceled in_review - - - - - confirming expired",
  paid: "- - - waiting_for_deposit paid - - - - - - - - - - -",
  failed:
    "- - authorized waiting_for_deposit paid failed failed failed in_review - - failed failed failed confirming failed",
  canceled:
    "- - authorized waiting_for_deposit paid canceled canceled canceled in_review - - canceled canceled canceled confirming canceled",
  expired:
    "- - authorized waiting_for_deposit paid expired expired expired in_review - - expired expired expired confirming expired",
  in_review: "- - - - in_review - - - in_review paid canceled - - - - -",
};

test.each(Object.keys(decided) as PaymentStatus[])("every event is decided from %s", (from) => {
  expect(happenings.map((one) => moved(from, one) ?? "-").join(" ")).toBe(decided[from]);
  expect(Object.keys(moves[from]).every((known) => happenings.includes(known as Happening))).toBe(true);
});

describe("what a snapshot means", () => {
  const asked = {
    gatewayOrderId: "ORD-1-1",
    amount: 29_000,
    currency: "KRW",
    credited: null,
    status: "ready",
    surface: null,
    failureCode: null,
    failureKind: null,
    nextLookAt: null,
    detail: {},
    reversals: 0,
    captureAsked: null,
  } as const;
  test("nothing has happened while the payment window is open or nobody has asked", () => {
    expect(happeningOf(asked, aSnapshot({ status: "ready", captured: 0 }))).toBeUndefined();
    expect(happeningOf(asked, aSnapshot({ status: "authenticated", captured: 0 }))).toBeUndefined();
  });

  test.each([
    ["failed", "declined"],
    ["expired", "expired"],
    ["canceled", "canceled"],
    ["authorized", "authorized"],
    ["waiting_for_deposit", "deposit_awaited"],
    ["captured", "captured"],
    ["requires_action", "action_required"],
    ["processing", "processing"],
    ["unrecognized", "unrecognized"],
  ] as const)("%s means %s", (told, means) => {
    expect(happeningOf(asked, aSnapshot({ status: told }))).toBe(means);
  });

  const beforeMoney = fc.constantFrom<Snapshot["status"]>("processing", "authorized", "waiting_for_deposit");
  const wrong = fc.oneof(
    fc.integer({ min: 0, max: 10 ** 9 }).map((amount) => ({ amount, captured: amount })),
    fc.constantFrom("USD", "JPY", "krw", "").map((currency) => ({ currency })),
    fc.string().map((orderId) => ({ orderId })),
  );

  const surface = { url: "https://pay.example/c/1", clientSecret: null };
  const open = { status: "ready", captured: 0, surface } as const;

  test("what can be paid from now on is reported once, and only if it is what we asked for", () => {
    expect(happeningOf(asked, aSnapshot(open))).toBe("opened");
    expect(happeningOf({ ...asked, surface }, aSnapshot(open))).toBeUndefined();
    expect(happeningOf(asked, aSnapshot({ ...open, amount: 1 }))).toBeUndefined();
  });

  test("a refused card is reported once, and not while another one is being charged", () => {
    const refused = aSnapshot({ ...open, failureCode: "card_declined" });
    expect(happeningOf({ ...asked, surface }, refused)).toBe("refused");
    expect(happeningOf({ ...asked, surface, failureCode: "card_declined" }, refused)).toBeUndefined();
    expect(happeningOf({ ...asked, surface, status: "confirming" }, refused)).toBeUndefined();
    // While a slow bank's answer is pending, no request of ours is under way.
    expect(happeningOf({ ...asked, surface, status: "confirming", nextLookAt: new Date() }, refused)).toBe(
      "refused",
    );
  });

  test("another card refused with the same code is another decline, reported once", () => {
    const again = (failedCharge?: string) =>
      aSnapshot({ ...open, failureCode: "generic_decline", detail: { failedCharge } });
    const told = { ...asked, surface, failureCode: "generic_decline", detail: { failedCharge: "ch_1" } };
    expect(happeningOf(told, again("ch_1"))).toBeUndefined();
    expect(happeningOf(told, again("ch_2"))).toBe("refused");
    // A bank challenge that was not answered charges nothing.
    expect(happeningOf(told, again())).toBeUndefined();
    expect(happeningOf({ ...told, detail: {} }, again("ch_2"))).toBeUndefined();
  });

  test("after a rejected charge the previous card is not reported again, and the next one is", () => {
    const rejected = { ...asked, surface, failureCode: "api_key_expired", failureKind: "rejected" } as const;
    const declined = (failedCharge?: string) =>
      aSnapshot({ ...open, failureCode: "generic_decline", isDecline: true, detail: { failedCharge } });
    const told = { ...rejected, detail: { failedCharge: "ch_1" } };
    expect(happeningOf(told, declined("ch_1"))).toBeUndefined();
    expect(happeningOf(told, declined("ch_2"))).toBe("refused");
    expect(happeningOf({ ...rejected, detail: {} }, declined("ch_1"))).toBe("refused");
  });

  test("an expired page ends its attempt; one expired window of several does not", () => {
    expect(happeningOf(asked, aSnapshot({ status: "expired", captured: 0, closed: true }))).toBe("closed");
    expect(moved("ready", "closed")).toBe("expired");
    expect(moved("ready", "expired")).toBe("ready");
  });

  test("rule 14: a charge with another amount, currency or order is never taken for ours", () => {
    fc.assert(
      fc.property(wrong, (differs) => {
        const seen = aSnapshot({ status: "captured", ...differs });
        fc.pre(seen.captured !== asked.amount || seen.currency !== "KRW" || seen.orderId !== "ORD-1-1");
        expect(happeningOf(asked, seen)).toBe(seen.captured > 0 ? "mismatched" : "unrecognized");
      }),
    );
  });

  test("rule 14: nothing is put in review before it is charged, whatever the amount", () => {
    fc.assert(
      fc.property(beforeMoney, wrong, (told, differs) => {
        const seen = aSnapshot({ status: told, ...differs, captured: 0 });
        const isOurs = seen.orderId === "ORD-1-1" && seen.amount === asked.amount && seen.currency === "KRW";
        const account = isOurs ? "deposit_awaited" : "unrecognized";
        expect(happeningOf(asked, seen)).toBe(told === "waiting_for_deposit" ? account : told);
      }),
    );
  });

  test("rule 14: the charged amount decides, not the requested one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 6 }), fc.nat(10 ** 6), (captured, amount) => {
        const told = happeningOf(asked, aSnapshot({ captured, amount }));
        expect(told).toBe(captured === asked.amount ? "captured" : "mismatched");
      }),
      {
        examples: [
          [29_000, 1],
          [1, 29_000],
          [28_999, 29_000],
          [29_001, 29_000],
        ],
      },
    );
  });

  test("a recorded payment was already checked: another amount later is reported, and puts nothing in review", () => {
    const posted = { ...asked, status: "paid", credited: "sales" } as const;
    expect(happeningOf(posted, aSnapshot({ captured: 1 }))).toBe("captured");
    expect(happeningOf(posted, aSnapshot({ currency: "USD" }))).toBe("mismatched");
  });

  describe("an account that was closed after its deposit was reversed", () => {
    const given = (state: Snapshot["refunds"][number]["state"], amount = 29_000) => ({
      refunds: [{ transaction: "t2", amount, reason: "", refundId: null, state }],
    });
    const reversed = { ...asked, status: "waiting_for_deposit", reversals: 1 } as const;

    test("counts no money, even where it reads as paid and refunded", () => {
      for (const state of ["done", "pending"] as const)
        expect(happeningOf(reversed, aSnapshot(given(state)))).toBe("canceled");
    });

    test("but counts a second deposit, and a first one with a partial or failed refund", () => {
      expect(happeningOf(reversed, aSnapshot({}))).toBe("captured");
      expect(happeningOf(reversed, aSnapshot(given("done", 9_000)))).toBe("captured");
      expect(happeningOf(reversed, aSnapshot(given("failed")))).toBe("captured");
      expect(happeningOf({ ...reversed, reversals: 0 }, aSnapshot(given("done")))).toBe("captured");
    });
  });
});

/** The status a sequence of happenings leads to; moves that the table lacks change nothing. */
const end = (from: PaymentStatus, story: Happening[]) =>
  story.reduce<PaymentStatus>((at, one) => moved(at, one) ?? at, from);
