import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStripe, refusal } from "../testing/stripe-merchant";

const shop = await openStripe();
afterAll(() => shop.close());

describe("`expand`", () => {
  test("replaces ids with objects, up to four levels deep", async () => {
    const intent = await shop.paid({ capture_method: "automatic" });
    const { id } = await shop.sdk.refunds.create({ payment_intent: intent.id, amount: 200 });
    const deep = await shop.sdk.refunds.retrieve(id, {
      expand: ["charge.payment_intent.latest_charge.balance_transaction", "balance_transaction.source"],
    });
    expect(deep).toMatchObject({
      balance_transaction: { source: { id, object: "refund" } },
      charge: {
        payment_intent: {
          id: intent.id,
          latest_charge: { balance_transaction: { object: "balance_transaction" } },
        },
      },
    });
    const list = await shop.sdk.refunds.list({ payment_intent: intent.id, expand: ["data.charge"] });
    expect(list.data).toMatchObject([{ charge: { object: "charge" } }]);
  });

  test.each([
    ["an unknown field", "color", "This property cannot be expanded (color)."],
    ["a field that is not an object", "amount", "This property cannot be expanded (amount)."],
    ["more than four levels", "latest_charge.refunds.data.charge.balance_transaction", /more than 4 levels/],
  ])("refuses %s", async (_, path, message) => {
    const refused = await refusal(shop.sdk.paymentIntents.list({ expand: [`data.${path}`] }));
    expect(refused).toMatchObject({ status: 400, code: undefined, param: undefined });
    if (typeof message === "string") expect(refused.message).toBe(message.replace("(", "(data."));
    else expect(refused.message).toMatch(message);
  });

  test("is checked before the call has any effect", async () => {
    const before = (await shop.sdk.paymentIntents.list({ limit: 1 })).data[0]?.id;
    await refusal(shop.sdk.paymentIntents.create({ amount: 500, currency: "usd", expand: ["color"] }));
    expect((await shop.sdk.paymentIntents.list({ limit: 1 })).data[0]?.id).toBe(before);
  });
});

describe("a list", () => {
  let made: string[];

  beforeAll(async () => {
    made = [];
    for (let n = 0; n < 13; n++) {
      made.unshift((await shop.sdk.paymentIntents.create({ amount: 500 + n, currency: "usd" })).id);
    }
  });

  test("can be read page by page, newest first", async () => {
    const walked = [];
    for await (const { id } of shop.sdk.paymentIntents.list({ limit: 4 })) {
      walked.push(id);
      if (walked.length === made.length) break;
    }
    expect(walked).toEqual(made);
  });

  test("has ten objects by default, and pages in both directions", async () => {
    const first = await shop.sdk.paymentIntents.list();
    expect(first).toMatchObject({ object: "list", url: "/v1/payment_intents", has_more: true });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 10));
    const before = await shop.sdk.paymentIntents.list({ ending_before: made[5] ?? "", limit: 3 });
    expect(before.data.map(({ id }) => id)).toEqual(made.slice(2, 5));
    expect(before.has_more).toBe(true);
    const start = await shop.sdk.paymentIntents.list({ ending_before: made[2] ?? "" });
    expect([start.data.map(({ id }) => id), start.has_more]).toEqual([made.slice(0, 2), false]);
  });

  test("can be filtered by time of creation", async () => {
    await shop.turnClock(60);
    const { id, created } = await shop.sdk.paymentIntents.create({ amount: 999, currency: "usd" });
    const ids = async (span: { gte?: number; gt?: number; lt?: number; lte?: number }) =>
      (await shop.sdk.paymentIntents.list({ created: span, limit: 100 })).data.map((each) => each.id);
    expect(await ids({ gte: created })).toEqual([id]);
    expect(await ids({ gt: created })).toEqual([]);
    expect(await ids({ lte: created })).toContain(id);
    expect(await ids({ lt: created })).not.toContain(id);
  });

  test.each([
    ["with a limit of 0", { limit: 0 }, "Limit must be between 1 and 100."],
    ["with a limit of 101", { limit: 101 }, "Limit must be between 1 and 100."],
    [
      "with two cursors",
      { starting_after: "a", ending_before: "b" },
      /both starting_after and ending_before/,
    ],
    ["with an unknown cursor", { starting_after: "pi_nothing" }, "No such payment_intent: 'pi_nothing'"],
  ])("%s is refused", async (_, wish, message) => {
    const refused = await refusal(shop.sdk.paymentIntents.list(wish).then((page) => page));
    if (typeof message === "string") expect(refused.message).toBe(message);
    else expect(refused.message).toMatch(message);
  });

  test("of balance transactions can be filtered by source and type", async () => {
    const { latest_charge: charge, id } = await shop.paid({ capture_method: "automatic" });
    await shop.sdk.refunds.create({ payment_intent: id });
    const rows = await shop.sdk.balanceTransactions.list({ source: String(charge) });
    expect(rows.data).toMatchObject([{ type: "charge", source: charge }]);
    const refunds = await shop.sdk.balanceTransactions.list({ type: "refund", limit: 1 });
    expect(refunds.data).toMatchObject([{ type: "refund", amount: -5_000 }]);
    const [row] = rows.data;
    expect(await shop.sdk.balanceTransactions.retrieve(row?.id ?? "")).toMatchObject({ status: "pending" });
    await shop.turnClock(2 * 24 * 60);
    expect(await shop.sdk.balanceTransactions.retrieve(row?.id ?? "")).toMatchObject({ status: "available" });
  });
});
