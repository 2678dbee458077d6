import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Payment } from "@/db/schema";
import { turnOurClock } from "@/testing/clock";
import { aForm, deskAddress, withRefundLimits } from "@/testing/desk-people";
import { aKey, aPaidPayment, paymentNow } from "@/testing/makers";
import { makeKey } from "../../access/api-keys";
import { days, now } from "../../clock";
import type { Role } from "../../contracts/roles";
import { refundOrder } from "../../payments/refunds/refund-by-number";
import { env } from "../../settings/env";
import type { Staff } from "../staff/permissions";
import { refundByStaff } from "./refund";
import { judgeKey } from "./refund-limits";

const somebody = (role: Role): Staff => ({
  id: randomUUID().slice(0, 8),
  name: "Sora",
  email: "s@shop.example",
  role,
});

async function give(staff: Staff, payment: Payment, amount: number) {
  const { captured, refunded, refundPending } = await paymentNow(payment);
  const wish = { amount, expectedLeft: captured - refunded - refundPending, reason: "Broken" };
  return refundByStaff(staff, payment.id, { ...wish, keyed: aForm(staff, wish), address: deskAddress });
}

const codeOf = (work: Promise<{ state: string }>) =>
  work.then(
    ({ state }) => state,
    ({ code }) => code,
  );

test("support refunds up to a limit a day over all orders, also with several at once, and again the next day", async () => {
  withRefundLimits({ supportDaily: 1_000 });
  const jiwoo = somebody("support");
  const paid = [await aPaidPayment(), await aPaidPayment(), await aPaidPayment()];
  const answers = await Promise.all(paid.map(({ payment }) => codeOf(give(jiwoo, payment, 400))));
  expect(answers.toSorted()).toEqual(["done", "done", "refund_over_daily_limit"]);
  const [first] = paid;
  if (!first) throw new Error("There are three.");
  expect(await codeOf(give(jiwoo, first.payment, 201))).toBe("refund_over_daily_limit");
  expect(await codeOf(give(somebody("support"), first.payment, 201))).not.toBe("refund_over_daily_limit");
  turnOurClock(days(1));
  expect(await codeOf(give(jiwoo, first.payment, 300))).not.toBe("refund_over_daily_limit");
});

test("a manager over the daily limit needs approval for further refunds, of any order", async () => {
  withRefundLimits({ approvalAboveDaily: 1_000 });
  const sora = somebody("manager");
  const [one, other] = [await aPaidPayment(), await aPaidPayment()];
  expect(await codeOf(give(sora, one.payment, 1_000))).toBe("done");
  expect(await codeOf(give(sora, other.payment, 1))).toBe("waiting_for_approval");
});

test.each([
  ["of one order", { perOrder: 500, perDay: 10_000 }, "refund_over_limit"],
  ["in one day", { perOrder: 10_000, perDay: 700 }, "refund_over_daily_limit"],
])(
  "an API key refunds up to a limit %s, also with several requests at once",
  async (_, { perOrder, perDay }, refused) => {
    const each = (amount: number) => ({ KRW: amount, USD: amount });
    const { row } = await makeKey(
      {
        name: "Back office",
        scopes: ["refunds:write"],
        caps: { perOrder: each(perOrder), perDay: each(perDay) },
      },
      { by: "operator", now: now() },
    );
    const { order, payment } = await aPaidPayment();
    const asks = (amount: number) =>
      refundOrder(order, payment, {
        amount,
        reason: "Broken",
        actor: `key:${row.id}`,
        address: deskAddress,
        keyed: aKey(),
        judge: judgeKey(row),
      }).then(
        () => "taken",
        ({ code }) => code,
      );
    const answers = await Promise.all([asks(400), asks(400)]);
    expect(answers.toSorted()).toEqual([refused, "taken"]);
    expect(await asks(100)).toBe("taken");
  },
);

test("an API key from before the limits has the shop's usual ones, and one that only reads has none", async () => {
  const by = { by: "operator" as const, now: now() };
  const { row } = await makeKey({ name: "Reports", scopes: ["orders:read"] }, by);
  expect(row.caps).toBeNull();
  const { row: usual } = await makeKey({ name: "Back office", scopes: ["refunds:write"] }, by);
  expect(usual.caps).toEqual(env().keyRefundCaps);
  const { order, payment } = await aPaidPayment();
  const settings = env();
  const before = settings.keyRefundCaps;
  settings.keyRefundCaps = { perOrder: { KRW: 100, USD: 100 }, perDay: before.perDay };
  const asking = refundOrder(order, payment, {
    amount: 101,
    reason: "Broken",
    actor: `key:${row.id}`,
    address: deskAddress,
    keyed: aKey(),
    judge: judgeKey({ ...row, caps: null }),
  });
  await expect(asking).rejects.toMatchObject({ code: "refund_over_limit" });
  settings.keyRefundCaps = before;
});
