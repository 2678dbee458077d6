import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathsOf, withAt } from "@/testing/paths";
import { moneyOf } from "@/testing/snapshot";
import { Intent, isDisputed, Session, StripeDispute, snapshotOfIntent, snapshotOfSession } from "./wire";

// Stripe adds fields and enum members without notice. Open enums are strings here, and unknown values are marked as
// such.

const charge = {
  id: "ch_3A",
  object: "charge",
  created: 1_795_312_805,
  captured: true,
  amount_captured: 2_200,
  receipt_url: "https://pay.stripe.com/receipts/1",
  payment_method_details: { type: "card", card: { brand: "visa", last4: "4242" } },
  balance_transaction: { id: "txn_3A", fee: 94, currency: "usd", net: 2_106 },
  refunds: { data: [], has_more: false },
  aFieldOfNextYear: { deep: [1] },
};

const paid = {
  id: "pi_3A",
  object: "payment_intent",
  status: "succeeded",
  amount: 2_200,
  amount_received: 2_200,
  currency: "usd",
  client_secret: "pi_3A_secret_x",
  metadata: { order_id: "ORD-20261125-AAAAAA-1" },
  last_payment_error: null,
  next_action: null,
  latest_charge: charge,
  aFieldOfNextYear: 1,
};

const complete = {
  id: "cs_test_a1",
  object: "checkout.session",
  status: "complete",
  payment_status: "paid",
  amount_total: 2_200,
  currency: "usd",
  client_reference_id: "ORD-20261125-AAAAAA-1",
  url: null,
  payment_intent: paid,
};

const intent = (differs: object) => snapshotOfIntent(Intent.parse({ ...paid, ...differs }));
const session = (differs: object, ofIntent?: object | null) =>
  snapshotOfSession(
    Session.parse({
      ...complete,
      ...(ofIntent === undefined ? {} : { payment_intent: ofIntent && { ...paid, ...ofIntent } }),
      ...differs,
    }),
  );
const untaken = { amount_received: 0, latest_charge: null };

describe("an intent from Stripe", () => {
  test("is read when paid by card", () => {
    expect(intent({})).toEqual({
      status: "captured",
      paymentKey: "pi_3A",
      sessionKey: null,
      surface: null,
      orderId: "ORD-20261125-AAAAAA-1",
      amount: 2_200,
      currency: "USD",
      captured: 2_200,
      captureTransaction: "ch_3A",
      refunds: [],
      doubt: null,
      disputes: [],
      fee: { amount: 94, currency: "USD", transaction: "txn_3A" },
      failureCode: null,
      isDecline: false,
      approvedAt: new Date(1_795_312_805_000),
      method: "CARD",
      dueAt: null,
      captureBefore: null,
      closed: false,
      depositSecret: null,
      detail: {
        method: "card",
        card: { issuer: "visa", number: "•••• 4242", installmentMonths: 0 },
        receiptUrl: "https://pay.stripe.com/receipts/1",
      },
    });
  });

  test.each([
    ["requires_payment_method", "ready"],
    ["requires_confirmation", "ready"],
    ["requires_action", "requires_action"],
    ["processing", "processing"],
    ["requires_capture", "authorized"],
    ["canceled", "canceled"],
    ["requires_reauthorization", "unrecognized"],
    ["a_status_of_next_year", "unrecognized"],
  ])("with %s charged nothing, whatever else it says: %s", (status, means) => {
    expect(intent({ status })).toMatchObject({
      status: means,
      captured: 0,
      captureTransaction: null,
      refunds: [],
      fee: null,
      approvedAt: null,
    });
  });

  test.each([
    ["requires_payment_method", true],
    ["requires_confirmation", true],
    ["requires_action", true],
    ["processing", false],
    ["succeeded", false],
    ["canceled", false],
  ])("with %s can be paid: %s", (status, isOpen) => {
    expect(intent({ status }).surface).toEqual(isOpen ? { url: null, clientSecret: "pi_3A_secret_x" } : null);
  });

  test("is paid next on the bank's own page", () => {
    const next_action = { type: "redirect_to_url", redirect_to_url: { url: "https://hooks.stripe.com/3ds" } };
    expect(intent({ status: "requires_action", next_action }).surface?.url).toBe(
      "https://hooks.stripe.com/3ds",
    );
    const inScript = { type: "use_stripe_sdk", use_stripe_sdk: {} };
    expect(intent({ status: "requires_action", next_action: inScript }).surface?.url).toBeNull();
  });

  test("keeps the bank's reason for a decline, rather than that it declined", () => {
    const status = "requires_payment_method";
    const why = (last_payment_error: object | null) =>
      intent({ ...untaken, status, last_payment_error }).failureCode;
    expect(why({ code: "card_declined", decline_code: "insufficient_funds" })).toBe("insufficient_funds");
    expect(why({ code: "payment_intent_authentication_failure" })).toBe(
      "payment_intent_authentication_failure",
    );
    expect(why({ code: "expired_card", decline_code: null })).toBe("expired_card");
    expect(why(null)).toBeNull();
  });

  test("was charged where its charge is only an id", () => {
    expect(intent({ latest_charge: "ch_3A" })).toMatchObject({
      captured: 2_200,
      captureTransaction: "pi_3A",
      fee: null,
      refunds: [],
    });
  });

  test("may not have its fee yet", () => {
    for (const balance_transaction of [null, "txn_3A"])
      expect(intent({ latest_charge: { ...charge, balance_transaction } }).fee).toBeNull();
  });

  test("has our refunds by their id and others by their text: pending, done and failed", () => {
    const refund = (id: string, status: string | null, more: object = {}) => ({
      id,
      amount: 100,
      status,
      reason: "requested_by_customer",
      metadata: {},
      ...more,
    });
    const data = [
      refund("re_1", "succeeded", { metadata: { refund_id: "rf_1", reason: "변심 (rf_1)" } }),
      refund("re_2", "pending"),
      refund("re_3", "requires_action"),
      refund("re_4", "failed"),
      refund("re_5", "canceled"),
      refund("re_6", null, { reason: null, metadata: null }),
      refund("re_7", "a_status_of_next_year"),
    ];
    const { refunds } = intent({ latest_charge: { ...charge, refunds: { data, has_more: false } } });
    expect(refunds.map(({ state }) => state)).toEqual([
      "done",
      "pending",
      "pending",
      "failed",
      "failed",
      "pending",
      "pending",
    ]);
    expect(refunds[0]).toEqual({
      transaction: "re_1",
      amount: 100,
      reason: "변심 (rf_1)",
      refundId: "rf_1",
      state: "done",
    });
    expect(refunds[1]).toMatchObject({ reason: "requested_by_customer", refundId: null });
    expect(refunds[5]).toMatchObject({ reason: "", refundId: null });
  });

  describe("that is disputed", () => {
    const dispute = (status: string, more: object = {}) =>
      StripeDispute.parse({
        id: "du_1",
        amount: 2_200,
        currency: "usd",
        created: 1_795_312_805,
        reason: "fraudulent",
        status,
        evidence_details: { due_by: 1_796_695_205 },
        balance_transactions: [],
        ...more,
      });
    const told = (status: string, more: object = {}) =>
      snapshotOfIntent(Intent.parse({ ...paid, latest_charge: charge }), {
        disputes: [dispute(status, more)],
      }).disputes[0];

    test("is open until it is known to be decided", () => {
      const states = {
        warning_needs_response: "inquiry",
        warning_under_review: "inquiry",
        warning_closed: "won",
        needs_response: "open",
        under_review: "open",
        appeal_needs_response: "open",
        appeal_under_review: "open",
        won: "won",
        lost: "lost",
        prevented: "lost",
        a_status_of_next_year: "open",
      };
      for (const [status, state] of Object.entries(states))
        expect(told(status)).toMatchObject({ gatewayStatus: status, state });
    });

    test("has what was taken, returned and charged for it, each under Stripe's own id", () => {
      const rows = [
        { id: "txn_1", amount: -2_200, fee: 1_500, currency: "usd" },
        { id: "txn_2", amount: 2_200, fee: 0, currency: "usd" },
      ];
      expect(told("won", { balance_transactions: rows })).toEqual({
        id: "du_1",
        amount: 2_200,
        currency: "USD",
        reason: "fraudulent",
        gatewayStatus: "won",
        state: "won",
        answerBy: new Date(1_796_695_205_000),
        openedAt: new Date(1_795_312_805_000),
        movements: [
          { transaction: "txn_1", amount: 2_200, fee: { amount: 1_500, currency: "USD" } },
          { transaction: "txn_2", amount: -2_200, fee: { amount: 0, currency: "USD" } },
        ],
      });
    });

    test("has the dispute's own amount when it is paid out in another currency", () => {
      const rows = [{ id: "txn_1", amount: -1_986, fee: 1_500, currency: "usd" }];
      expect(told("open", { amount: 29_000, currency: "krw", balance_transactions: rows })).toMatchObject({
        currency: "KRW",
        movements: [{ amount: 29_000, fee: { amount: 1_500, currency: "USD" } }],
      });
    });

    test("may have no deadline and no movements", () => {
      const more = { evidence_details: null, balance_transactions: null };
      expect(told("needs_response", more)).toMatchObject({ answerBy: null, movements: [] });
    });

    test("is queried while it can change, and nothing else is", () => {
      const asked = (disputed: unknown) =>
        isDisputed(Intent.parse({ ...paid, latest_charge: { ...charge, disputed } }));
      expect([asked(true), asked(false), asked(undefined), isDisputed(undefined)]).toEqual([
        true,
        false,
        false,
        false,
      ]);
    });
  });

  test("may belong to another order, or to none", () => {
    expect(intent({ metadata: {} }).orderId).toBe("");
    expect(intent({ metadata: null }).orderId).toBe("");
  });

  test.each([
    ["an amount in words", { amount: "2200" }],
    ["an amount with a fraction", { amount: 22.5 }],
    ["an amount below zero", { amount_received: -1 }],
    ["no amount", { amount: undefined }],
    ["no status", { status: null }],
    ["no name", { id: undefined }],
    ["another object", { object: "setup_intent" }],
    ["a list", { object: "list", data: [paid] }],
    [
      "a refund below zero",
      { latest_charge: { ...charge, refunds: { data: [{ id: "re_1", amount: -1 }], has_more: false } } },
    ],
  ])("with %s is not read at all", (_, differs) => {
    expect(Intent.safeParse({ ...paid, ...differs }).success).toBe(false);
  });
});

describe("a page from Stripe", () => {
  test.each([
    ["open, and nobody has begun to pay", "open", null, "ready"],
    ["open, and a card was declined", "open", { ...untaken, status: "requires_payment_method" }, "ready"],
    ["open, while the bank asks", "open", { ...untaken, status: "requires_action" }, "ready"],
    ["open, and paid a moment ago", "open", {}, "captured"],
    ["complete and paid", "complete", {}, "captured"],
    ["complete and processing", "complete", { ...untaken, status: "processing" }, "processing"],
    ["complete and authorized", "complete", { ...untaken, status: "requires_capture" }, "authorized"],
    [
      "complete, and its bank refused later",
      "complete",
      { ...untaken, status: "requires_payment_method" },
      "failed",
    ],
    [
      "complete, and the authorization was voided",
      "complete",
      { ...untaken, status: "canceled" },
      "canceled",
    ],
    ["complete, and nothing had to be paid", "complete", null, "failed"],
    [
      "complete, and the shopper has something left to do",
      "complete",
      { ...untaken, status: "requires_action" },
      "processing",
    ],
    ["expired", "expired", null, "expired"],
    ["expired with a declined card", "expired", { ...untaken, status: "canceled" }, "expired"],
    ["expired, but paid", "expired", {}, "captured"],
    ["in a state of next year", "paused", null, "unrecognized"],
    ["in no state", null, null, "unrecognized"],
  ] as const)("%s", (_, status, ofIntent, means) => {
    expect(session({ status }, ofIntent)).toMatchObject({
      status: means,
      sessionKey: "cs_test_a1",
      captured: means === "captured" ? 2_200 : 0,
    });
  });

  test("can be paid while it is open, and never again once it has expired or failed", () => {
    const url = "https://checkout.stripe.com/c/pay/cs_test_a1";
    expect(session({ status: "open", url }, null)).toMatchObject({
      surface: { url, clientSecret: null },
      closed: false,
      paymentKey: null,
    });
    expect(session({ status: "expired" }, null)).toMatchObject({ surface: null, closed: true });
    expect(session({}, { ...untaken, status: "requires_payment_method" })).toMatchObject({
      surface: null,
      closed: true,
    });
    expect(session({})).toMatchObject({ surface: null, closed: false });
  });

  test("has its own order, and the amount and currency of its payment", () => {
    const odd = { amount: 1, amount_received: 1, currency: "eur", metadata: { order_id: "ORD-OTHER-1" } };
    expect(session({}, odd)).toMatchObject({
      orderId: "ORD-20261125-AAAAAA-1",
      amount: 1,
      captured: 1,
      currency: "EUR",
    });
    expect(session({}, null)).toMatchObject({ amount: 2_200, currency: "USD" });
    expect(session({ client_reference_id: null }).orderId).toBe("");
    expect(session({ amount_total: null, currency: null }, null)).toMatchObject({ amount: 0, currency: "" });
  });

  test("is charged the same, whatever currency the shopper is shown", () => {
    const presentment_details = { presentment_amount: 3_180_000, presentment_currency: "krw" };
    expect(session({ presentment_details }, { presentment_details })).toMatchObject({
      amount: 2_200,
      captured: 2_200,
      currency: "USD",
    });
  });

  test.each([
    ["a part is captured", 500],
    ["a cent is captured", 1],
    ["more is captured", 2_500],
  ])("%s: that is what was charged, and the requested amount is beside it", (_, amount_received) => {
    for (const read of [session({}, { amount_received }), intent({ amount_received })])
      expect(read).toMatchObject({ status: "captured", captured: amount_received, amount: 2_200 });
  });

  test("shows where the shopper reads what is left to do", () => {
    const hosted = "https://payments.stripe.com/microdeposit/pacs_1";
    const told = (next_action: unknown, status = "requires_action") =>
      session({}, { ...untaken, status, next_action }).detail.instructionsUrl;
    expect(told({ type: "x", verify_with_microdeposits: { hosted_verification_url: hosted } })).toBe(hosted);
    expect(told({ type: "x", oxxo_display_details: { hosted_voucher_url: hosted } })).toBe(hosted);
    expect(
      told({ type: "x", oxxo_display_details: { hosted_voucher_url: "javascript:alert(1)" } }),
    ).toBeUndefined();
    for (const nothing of [null, {}, { type: "x" }, { oxxo_display_details: null }, "soon"])
      expect(told(nothing)).toBeUndefined();
    expect(
      told({ verify_with_microdeposits: { hosted_verification_url: hosted } }, "succeeded"),
    ).toBeUndefined();
  });

  test("with only the id of its payment says nothing about the money", () => {
    expect(session({ payment_intent: "pi_3A" })).toMatchObject({ paymentKey: "pi_3A", captured: 0 });
  });

  test("without an id, or of another kind, is not read", () => {
    for (const differs of [{ id: null }, { object: "payment_intent" }, { amount_total: -1 }])
      expect(Session.safeParse({ ...complete, ...differs }).success).toBe(false);
  });
});

const refunded = {
  ...charge,
  refunds: {
    data: [
      { id: "re_1", amount: 100, status: "succeeded", reason: "duplicate", metadata: { refund_id: "rf_1" } },
    ],
    has_more: false,
  },
};

const recorded = {
  card: paid,
  refunded: { ...paid, latest_charge: refunded },
  held: { ...paid, status: "requires_capture", amount_received: 0 },
  declined: {
    ...paid,
    ...untaken,
    status: "requires_payment_method",
    last_payment_error: { code: "card_declined", decline_code: "generic_decline", message: "…" },
  },
  asked: {
    ...paid,
    ...untaken,
    status: "requires_action",
    next_action: { type: "redirect_to_url", redirect_to_url: { url: "https://hooks.stripe.com/3ds" } },
  },
};

/** The fields that decide about money, by the end of their path; each is parsed strictly. */
const decisive =
  /^(id|object|status|amount|amount_received|currency|metadata(\.order_id)?|latest_charge|.*\.refunds|latest_charge\.id|.*\.data(\.0)?|.*\.(has_more|refund_id)|.*\.0\.(id|amount|status|metadata))$/;

test.each(Object.entries(recorded))("odd details are dropped: %s", (_, told) => {
  const paths = pathsOf(told).filter((path) => !decisive.test(path.join(".")));
  expect(paths.length).toBeGreaterThan(3);
  const right = moneyOf(snapshotOfIntent(Intent.parse(told)));
  const onPage = moneyOf(snapshotOfSession(Session.parse({ ...complete, payment_intent: told })));
  const odd = fc.oneof(
    fc.constantFrom(null, undefined, "", "0", -1, 1.5, [], {}, true),
    fc.anything({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), odd, (path, value) => {
      const differs = withAt(told, path, value);
      const read = Intent.safeParse(differs);
      expect(read.success).toBe(true);
      if (read.success) expect(moneyOf(snapshotOfIntent(read.data))).toEqual(right);
      const page = Session.safeParse({ ...complete, payment_intent: differs });
      expect(page.success).toBe(true);
      if (page.success) expect(moneyOf(snapshotOfSession(page.data))).toEqual(onPage);
    }),
    { numRuns: 300 },
  );
});

test("a receipt that is a script is dropped", () => {
  for (const receipt_url of ["javascript:alert(1)", "", null])
    expect(intent({ latest_charge: { ...charge, receipt_url } }).detail.receiptUrl).toBeUndefined();
});

test("an answer of any shape is read whole or not at all, and reading never throws", () => {
  const any = fc.anything({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(paid)), any), any, (differs, other) => {
      const read = Intent.safeParse({ ...paid, ...differs });
      if (read.success) expect(snapshotOfIntent(read.data).captured).toBeGreaterThanOrEqual(0);
      expect(() => Intent.safeParse(other)).not.toThrow();
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(complete)), any), (differs) => {
      const read = Session.safeParse({ ...complete, ...differs });
      if (read.success) expect(snapshotOfSession(read.data).sessionKey).toBe(read.data.id);
    }),
  );
});

test("money counts as captured only after success, for every mixture of states", () => {
  const statuses = [
    "requires_payment_method",
    "requires_action",
    "processing",
    "succeeded",
    "canceled",
    "new",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom("open", "complete", "expired", "new"),
      fc.constantFrom(...statuses),
      fc.nat(10_000),
      (status, ofIntent, amount_received) => {
        const snapshot = session({ status }, { status: ofIntent, amount_received });
        expect(snapshot.captured).toBe(ofIntent === "succeeded" ? amount_received : 0);
        expect(snapshot.status === "captured").toBe(ofIntent === "succeeded");
      },
    ),
  );
});
