import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEvent, withoutSecrets } from "./event";

describe("an event", () => {
  const event = (object: object, differs: object = {}) =>
    readEvent(
      JSON.stringify({ id: "evt_1", type: "x", livemode: false, data: { object }, ...differs }),
      false,
    );

  test.each([
    [
      { object: "checkout.session", id: "cs_1", client_reference_id: "O-1", payment_intent: "pi_1" },
      { sessionKey: "cs_1", paymentKey: "pi_1", orderId: "O-1" },
    ],
    [
      { object: "checkout.session", id: "cs_1", payment_intent: { id: "pi_1", object: "payment_intent" } },
      { sessionKey: "cs_1", paymentKey: "pi_1", orderId: null },
    ],
    [
      { object: "payment_intent", id: "pi_1", metadata: { order_id: "O-1" } },
      { sessionKey: null, paymentKey: "pi_1", orderId: "O-1" },
    ],
    [
      { object: "charge", id: "ch_1", payment_intent: "pi_1", metadata: {} },
      { sessionKey: null, paymentKey: "pi_1", orderId: null },
    ],
    [
      { object: "refund", id: "re_1", payment_intent: "pi_1", metadata: { refund_id: "rf_1" } },
      { sessionKey: null, paymentKey: "pi_1", orderId: null },
    ],
    [
      { object: "dispute", id: "du_1", charge: "ch_1", payment_intent: "pi_1", metadata: {} },
      { sessionKey: null, paymentKey: "pi_1", orderId: null },
    ],
    [{ object: "customer", id: "cus_1" }, null],
    [{ object: "charge", id: "ch_1", payment_intent: null }, null],
  ])("%j is about %j", (object, about) => {
    expect(event(object)).toEqual({ id: "evt_1", about });
  });

  test("of the other environment is about nothing of ours, in both directions", () => {
    const object = { object: "payment_intent", id: "pi_1" };
    expect(event(object, { livemode: true })).toEqual({ id: "evt_1", about: null });
    const body = JSON.stringify({ id: "evt_1", livemode: true, data: { object } });
    expect(readEvent(body, true).about).not.toBeNull();
  });

  test("says if a card was declined", () => {
    const object = { object: "payment_intent", id: "pi_1" };
    expect(event(object, { type: "payment_intent.payment_failed" })).toMatchObject({ isDecline: true });
    expect(event(object, { type: "payment_intent.succeeded" })).not.toHaveProperty("isDecline");
  });

  test("without an environment, or with a malformed id, is not understood", () => {
    expect(event({ object: "payment_intent", id: "pi_1" }, { livemode: undefined }).about).toBeNull();
    for (const id of ["", "pi 1", "pi_\n1", "x".repeat(201), 7])
      expect(event({ object: "payment_intent", id }).about).toBeNull();
  });

  test("of any shape is read or not understood, and never throws", () => {
    const shaped = fc.record(
      { id: fc.anything(), livemode: fc.anything(), data: fc.record({ object: fc.object() }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          shaped.map((it) => JSON.stringify(it)),
        ),
        (body) => {
          const { id, about } = readEvent(body, false);
          if (about) expect([about.paymentKey, about.sessionKey, about.orderId].some(Boolean)).toBe(true);
          expect(id === null || id.length > 0).toBe(true);
        },
      ),
    );
  });
});

describe("what is stored of an event", () => {
  const body = (object: object) =>
    JSON.stringify({ id: "evt_1", livemode: false, data: { object } }, null, 2);

  test.each([
    [{ object: "payment_intent", id: "pi_1", client_secret: "pi_1_secret_x" }],
    [
      {
        object: "checkout.session",
        id: "cs_1",
        payment_intent: { id: "pi_1", client_secret: "pi_1_secret_x" },
      },
    ],
  ])("opens no card form: %j", (object) => {
    const kept = withoutSecrets(body(object));
    expect(kept).not.toContain("pi_1_secret_x");
    expect(readEvent(kept, false)).toEqual(readEvent(body(object), false));
  });

  test("is the original body where it holds no secret", () => {
    const plain = body({ object: "charge", id: "ch_1" });
    expect(withoutSecrets(plain)).toBe(plain);
    expect(withoutSecrets('{"client_secret": "cut off')).toBe("");
  });
});
