import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathsOf, withAt } from "@/testing/paths";
import { moneyOf } from "@/testing/snapshot";
import { isAbsent, whyOf } from "./codes";
import { readWebhook, snapshotOf, TossError, TossPayment, withoutAccounts } from "./wire";

// Toss adds fields and enum members without notice, and omits fields a payment does not have.

const paid = {
  mId: "emu",
  version: "2022-11-16",
  paymentKey: "pk_1",
  lastTransactionKey: "t_capture",
  status: "DONE",
  orderId: "ORD-20261121-AAAAAA-1",
  orderName: "쿨 티셔츠",
  approvedAt: "2026-11-21T18:00:05+09:00",
  currency: "KRW",
  totalAmount: 29_000,
  balanceAmount: 29_000,
  method: "카드",
  card: { issuerCode: "3K", acquirerCode: "31", number: "43301234****123*", installmentPlanMonths: 3 },
  virtualAccount: null,
  cancels: null,
  receipt: { url: "https://dashboard.tosspayments.com/receipt" },
  failure: null,
  aFieldOfNextYear: { deep: [1] },
};

const read = (differs: object) => snapshotOf(TossPayment.parse({ ...paid, ...differs }));

describe("a payment from Toss", () => {
  test("is read when paid by card", () => {
    expect(read({})).toEqual({
      status: "captured",
      paymentKey: "pk_1",
      sessionKey: null,
      surface: null,
      orderId: "ORD-20261121-AAAAAA-1",
      amount: 29_000,
      currency: "KRW",
      captured: 29_000,
      captureTransaction: "t_capture",
      refunds: [],
      doubt: null,
      disputes: [],
      fee: null,
      failureCode: null,
      isDecline: false,
      approvedAt: new Date("2026-11-21T09:00:05Z"),
      method: "CARD",
      dueAt: null,
      captureBefore: null,
      closed: false,
      depositSecret: null,
      detail: {
        method: "카드",
        card: { issuer: "3K", number: "43301234****123*", installmentMonths: 3 },
        receiptUrl: "https://dashboard.tosspayments.com/receipt",
      },
    });
  });

  test("says whether installments are free of interest and points were used, if Toss does", () => {
    const card = (more: object) => read({ card: { ...paid.card, ...more } }).detail.card;
    const both = card({ isInterestFree: true, interestPayer: "MERCHANT", useCardPoint: true });
    expect(both).toMatchObject({ installmentMonths: 3, interestFree: true, pointsUsed: true });
    expect(card({ isInterestFree: false, useCardPoint: false })).toEqual(card({ isInterestFree: "?" }));
  });

  test.each([
    ["READY", "ready"],
    ["IN_PROGRESS", "authenticated"],
    ["WAITING_FOR_DEPOSIT", "waiting_for_deposit"],
    ["ABORTED", "failed"],
    ["EXPIRED", "expired"],
    ["CANCELED", "canceled"],
    ["A_STATUS_OF_NEXT_YEAR", "unrecognized"],
  ])("with %s, never approved, charged nothing: %s", (status, means) => {
    expect(read({ status, approvedAt: null })).toMatchObject({
      status: means,
      captured: 0,
      captureTransaction: null,
      refunds: [],
    });
  });

  test.each(["PARTIAL_CANCELED", "CANCELED"])(
    "with %s, once approved, was charged and partially refunded",
    (status) => {
      const cancels = [
        { cancelAmount: 9_000, cancelReason: "변심 (rf_1)", transactionKey: "t_1", cancelStatus: "DONE" },
        { cancelAmount: 20_000, cancelReason: null, transactionKey: "t_2" },
      ];
      expect(read({ status, cancels, lastTransactionKey: "t_2", balanceAmount: 0 })).toMatchObject({
        status: "captured",
        captured: 29_000,
        // The last transaction is now a cancel, so the payment key identifies the capture.
        captureTransaction: "pk_1",
        refunds: [
          { transaction: "t_1", amount: 9_000, reason: "변심 (rf_1)" },
          { transaction: "t_2", amount: 20_000, reason: "" },
        ],
      });
    },
  );

  test("has no refund from a pending or refused cancel", () => {
    const cancels = ["IN_PROGRESS", "ABORTED", "A_STATUS_OF_NEXT_YEAR"].map((cancelStatus, n) => ({
      cancelAmount: 1_000,
      cancelReason: `변심 (rf_${n})`,
      transactionKey: `t_${n}`,
      cancelStatus,
    }));
    expect(read({ status: "PARTIAL_CANCELED", cancels })).toMatchObject({
      doubt: null,
      refunds: [
        { refundId: "rf_0", state: "pending" },
        { refundId: "rf_1", state: "failed" },
        { refundId: "rf_2", state: "pending" },
      ],
    });
  });

  describe("a deposit that is refunded", () => {
    const cancel = (n: number) => ({
      cancelAmount: 10_000,
      cancelReason: `변심 (rf_${n})`,
      transactionKey: `t_${n}`,
      cancelStatus: "DONE",
    });
    const states = (refundStatus: unknown, cancels = 1) =>
      read({
        method: "가상계좌",
        status: "PARTIAL_CANCELED",
        balanceAmount: 29_000 - cancels * 10_000,
        cancels: Array.from({ length: cancels }, (_, n) => cancel(n)),
        card: null,
        virtualAccount: { accountNumber: "X1", bankCode: "20", refundStatus },
      }).refunds.map(({ state }) => state);

    test.each([
      ["NONE", "pending"],
      ["PENDING", "pending"],
      ["COMPLETED", "done"],
      ["FAILED", "failed"],
      ["PARTIAL_FAILED", "failed"],
      ["A_STATUS_OF_NEXT_YEAR", "pending"],
      [null, "pending"],
      [7, "pending"],
    ])("is as far as its bank, whatever its cancel says: %s", (refundStatus, state) => {
      expect(states(refundStatus)).toEqual([state]);
    });

    test("in parts has one status for all, which does not say which of them failed", () => {
      expect(states("COMPLETED", 2)).toEqual(["done", "done"]);
      expect(states("PENDING", 2)).toEqual(["pending", "pending"]);
      for (const failed of ["FAILED", "PARTIAL_FAILED"])
        expect(states(failed, 2)).toEqual(["some_failed", "some_failed"]);
    });

    test("is recognized by its account where its method cannot be read", () => {
      const bare = {
        status: "CANCELED",
        balanceAmount: 0,
        cancels: [{ ...cancel(1), cancelAmount: 29_000 }],
      };
      expect(read({ ...bare, method: null, virtualAccount: { accountNumber: "X1" } }).refunds[0]?.state).toBe(
        "pending",
      );
      expect(read({ ...bare, method: "가상계좌", virtualAccount: "?" }).refunds[0]?.state).toBe("pending");
    });
  });

  test.each([
    ["the balance is the charge less the refunds", 19_000, "DONE", null],
    ["a pending refund may already be subtracted", 19_000, "IN_PROGRESS", null],
    ["or not yet be subtracted", 29_000, "IN_PROGRESS", null],
    ["more is left", 20_000, "DONE", "balance"],
    ["less is left", 18_999, "DONE", "balance"],
    ["all is left", 29_000, "DONE", "balance"],
    ["less is left than pending refunds explain", 18_000, "IN_PROGRESS", "balance"],
  ])("%s: %i, %s", (_, balanceAmount, cancelStatus, doubt) => {
    const cancels = [{ cancelAmount: 10_000, transactionKey: "t_1", cancelStatus }];
    expect(read({ status: "PARTIAL_CANCELED", balanceAmount, cancels }).doubt).toBe(doubt);
  });

  test("has the reason of a failure", () => {
    const failure = { code: "REJECT_CARD_PAYMENT", message: "한도 초과" };
    expect(read({ status: "ABORTED", approvedAt: null, failure }).failureCode).toBe("REJECT_CARD_PAYMENT");
  });

  test("has a due date in Seoul's time, with or without an offset", () => {
    for (const dueDate of ["2026-11-30T15:17:19+09:00", "2026-11-30T15:17:19"])
      expect(
        read({ status: "WAITING_FOR_DEPOSIT", approvedAt: null, virtualAccount: { dueDate } }).dueAt,
      ).toEqual(new Date("2026-11-30T06:17:19Z"));
    expect(read({ approvedAt: "soon" }).approvedAt).toBeNull();
  });

  test("says whether parts are refunded, and which amounts limit them", () => {
    const limits = (differs: object) => {
      const { takesParts, taxExempt, instantDiscount } = read(differs).detail;
      return { takesParts, taxExempt, instantDiscount };
    };
    expect(
      limits({ isPartialCancelable: false, taxExemptionAmount: 500, discount: { amount: 3_000 } }),
    ).toEqual({
      takesParts: false,
      taxExempt: 500,
      instantDiscount: 3_000,
    });
    expect(limits({ isPartialCancelable: true, taxExemptionAmount: 0, discount: null })).toEqual({
      takesParts: true,
    });
    const canceled = { cancelAmount: 5_000, cancelReason: "", transactionKey: "t_1", cancelStatus: "DONE" };
    const cancels = [{ ...canceled, cardDiscountAmount: 2_000, transferDiscountAmount: 0 }];
    expect(limits({ discount: { amount: 3_000 }, cancels })).toMatchObject({ instantDiscount: 1_000 });
    expect(limits({ isPartialCancelable: "no", taxExemptionAmount: -1, discount: "some" })).toEqual({});
  });

  test("does without optional fields", () => {
    const { paymentKey, orderId, status, currency, totalAmount, balanceAmount } = paid;
    const bare = { paymentKey, orderId, status, currency, totalAmount, balanceAmount };
    expect(snapshotOf(TossPayment.parse(bare))).toMatchObject({
      status: "captured",
      captureTransaction: "pk_1",
      detail: { method: undefined, card: undefined },
    });
  });

  test.each([
    ["an amount in words", { totalAmount: "29000" }],
    ["an amount with a fraction", { totalAmount: 29_000.5 }],
    ["an amount below zero", { balanceAmount: -1 }],
    ["no amount", { totalAmount: undefined }],
    ["no status", { status: null }],
    ["no key", { paymentKey: undefined }],
    ["a cancel without an id", { cancels: [{ cancelAmount: 1 }] }],
    ["a cancel without an amount", { cancels: [{ transactionKey: "t" }] }],
  ])("with %s is not read at all", (_, differs) => {
    expect(TossPayment.safeParse({ ...paid, ...differs }).success).toBe(false);
  });
});

/** Payments as in the public documentation and the test environment. */
const recorded = {
  card: paid,
  wallet: {
    ...paid,
    method: "간편결제",
    easyPay: { provider: "토스페이", amount: 0, discountAmount: 1_000 },
  },
  foreign: { ...paid, method: "해외간편결제", card: null, currency: "USD" },
  voucher: { ...paid, method: "문화상품권", card: null, giftCertificate: { approveNo: "1" } },
  transfer: {
    ...paid,
    method: "계좌이체",
    card: null,
    transfer: { bankCode: "20", settlementStatus: "COMPLETED" },
  },
  deposit: {
    ...paid,
    method: "가상계좌",
    card: null,
    secret: "ps_1",
    virtualAccount: {
      accountNumber: "X1",
      bankCode: "20",
      customerName: "김민아",
      dueDate: "2026-11-30T15:17:19+09:00",
      expired: false,
      refundStatus: "NONE",
    },
  },
  refunded: {
    ...paid,
    status: "CANCELED",
    balanceAmount: 0,
    cancels: [
      { cancelAmount: 29_000, cancelReason: "변심 (rf_1)", transactionKey: "t_1", cancelStatus: "DONE" },
    ],
  },
  failed: {
    ...paid,
    status: "ABORTED",
    approvedAt: null,
    failure: { code: "REJECT_CARD_PAYMENT", message: "한도 초과" },
  },
};

/** The fields that decide about money; each is parsed strictly, with its own tests above. */
const decisive = new Set([
  "paymentKey",
  "orderId",
  "status",
  "currency",
  "totalAmount",
  "balanceAmount",
  "approvedAt",
  "cancels",
]);

describe.each(Object.entries(recorded))("odd details are dropped: %s", (_, payment) => {
  const right = moneyOf(snapshotOf(TossPayment.parse(payment)));
  const odd = fc.oneof(
    fc.constantFrom(null, undefined, "", "0", -1, 1.5, [], {}, true),
    fc.anything({ maxDepth: 2 }),
  );

  test("the payment is read, and its money is the same", () => {
    const paths = pathsOf(payment).filter(([name]) => !decisive.has(String(name)));
    expect(paths.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.constantFrom(...paths), odd, (path, value) => {
        const read = TossPayment.safeParse(withAt(payment, path, value));
        expect(read.success).toBe(true);
        if (read.success) expect(moneyOf(snapshotOf(read.data))).toEqual(right);
      }),
      { numRuns: 300 },
    );
  });
});

describe("what a promotion paid", () => {
  const card = { issuerCode: "3K", amount: 29_000 };
  const wallet = { provider: "토스페이", amount: 0, discountAmount: 1_000 };
  const promotion = (differs: object) => read(differs).detail.promotion;

  test("is an instant discount, a wallet's points, or both, less what cancels took back", () => {
    expect(promotion({ card, discount: { amount: 3_000 } })).toEqual({ paid: 3_000, left: 3_000 });
    expect(promotion({ card: { ...card, amount: 28_000 }, easyPay: wallet })).toEqual({
      paid: 1_000,
      left: 1_000,
    });
    const whole = { card: { ...card, amount: 28_000 }, easyPay: wallet, discount: { amount: 2_000 } };
    expect(promotion(whole)).toEqual({ paid: 3_000, left: 3_000 });
    const cancels = [
      { cancelAmount: 9_000, transactionKey: "t_1", cardDiscountAmount: 2_000, easyPayDiscountAmount: 400 },
    ];
    const part = read({ ...whole, status: "PARTIAL_CANCELED", balanceAmount: 20_000, cancels });
    expect(part.detail.promotion).toEqual({ paid: 3_000, left: 600 });
    expect(part.refunds).toMatchObject([{ amount: 9_000, promotion: 2_400 }]);
  });

  test("is not told if there is none, or if Toss's parts do not add up", () => {
    expect(promotion({ card })).toBeUndefined();
    expect(promotion({ card: { ...card, amount: 28_999 }, discount: { amount: 3_000 } })).toBeUndefined();
    expect(promotion({ card, easyPay: wallet })).toBeUndefined();
    expect(promotion({ card, discount: { amount: 29_001 } })).toBeUndefined();
    expect(promotion({ card, discount: { amount: "3000" } })).toBeUndefined();
    expect(promotion({ card, discount: { amount: 3_000 }, balanceAmount: 2_999 })).toBeUndefined();
  });
});

test("a receipt that is a script is dropped", () => {
  for (const url of ["javascript:alert(1)", "", null])
    expect(read({ receipt: { url } }).detail.receiptUrl).toBeUndefined();
});

describe("an error", () => {
  test("has a code or a message, whatever else", () => {
    expect(TossError.parse({ code: "X", message: "m", data: {} }).code).toBe("X");
    expect(TossError.safeParse({ message: "m" }).success).toBe(true);
    expect(TossError.safeParse({ error: { code: "X" } }).success).toBe(false);
  });

  test("to a query means that there is no such payment only with 404", () => {
    expect(isAbsent(404, "NOT_FOUND_PAYMENT")).toBe(true);
    expect(isAbsent(404, "NOT_FOUND")).toBe(true);
    expect(isAbsent(400, "NOT_FOUND_PAYMENT")).toBe(false);
    expect(isAbsent(404, "NOT_FOUND_MERCHANT")).toBe(false);
    expect(isAbsent(404, "NOT_FOUND_PAYMENT_SESSION")).toBe(false);
  });

  test("with an unknown code is an unknown result only where a server failed", () => {
    expect(whyOf(400, "A_CODE_OF_NEXT_YEAR")).toBeUndefined();
    expect(whyOf(500, "A_CODE_OF_NEXT_YEAR")).toBe("error");
    expect(whyOf(302, null)).toBe("error");
  });
});

describe("a webhook", () => {
  test.each([
    [
      { eventType: "PAYMENT_STATUS_CHANGED", data: { paymentKey: "pk", orderId: "o-1" } },
      { paymentKey: "pk", sessionKey: null, orderId: "o-1" },
    ],
    [
      { createdAt: "…", secret: "s", status: "DONE", orderId: "o-1" },
      { paymentKey: null, sessionKey: null, orderId: "o-1" },
    ],
    [{ data: { paymentKey: "pk" } }, { paymentKey: "pk", sessionKey: null, orderId: null }],
    [{ eventType: "BILLING_DELETED", data: { billingKey: "b" } }, null],
    [{ data: null }, null],
    [{ data: { orderId: 7 } }, null],
    [[], null],
  ])("%j is about %j", (event, about) => {
    expect(readWebhook(JSON.stringify(event)).about).toEqual(about);
  });

  test("of any shape is read or not understood, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        const { about } = readWebhook(body);
        if (about) expect(Boolean(about.paymentKey ?? about.orderId)).toBe(true);
      }),
    );
  });

  test("is stored without its shopper's account, and otherwise unchanged", () => {
    const account = { bankCode: "20", accountNumber: "1002123456789", holderName: "김민아" };
    const virtualAccount = { accountNumber: "X123", refundReceiveAccount: account };
    const body = JSON.stringify({ data: { orderId: "o-1", totalAmount: 29_000, virtualAccount } });
    expect(JSON.parse(withoutAccounts(body))).toEqual({
      data: {
        orderId: "o-1",
        totalAmount: 29_000,
        virtualAccount: { accountNumber: "X123", refundReceiveAccount: null },
      },
    });
    for (const other of ['{ "data" : {"orderId": "o-1"} }', "not json", ""])
      expect(withoutAccounts(other)).toBe(other);
    expect(withoutAccounts('{"refundReceiveAccount":{"accountNumber":"1002123456789"')).toBe("");
  });
});
