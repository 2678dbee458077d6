import { expect, test } from "vitest";
import { disputes } from "@/db/schema";
import { transaction } from "@/db/store";
import { days, now } from "@/lib/clock";
import type { Staff } from "@/lib/desk/staff/permissions";
import { seoulMonthEnds } from "@/lib/seoul";
import { aForm, deskAddress, haneul, jiwoo, sora, withRefundLimits } from "@/testing/desk-people";
import { toss, turnClock } from "@/testing/gateway";
import { anAttempt, aPaidPayment, confirmWith } from "@/testing/makers";
import { refundByStaff } from "../acts/refund";
import { orderDossier } from "./dossier";
import { refundableOf } from "./refundable";

const shownTo = async (staff: Staff, number: string) => {
  const dossier = (await orderDossier(staff, number)) ?? expect.fail(`There is no ${number}.`);
  return refundableOf(dossier, staff);
};

test("everybody is shown what is left and how much of it they may refund, less what they have refunded", async () => {
  withRefundLimits({ support: 10_000, approvalAbove: 15_000 });
  const { order, payment } = await aPaidPayment();
  expect(await shownTo(haneul, order.number)).toBeUndefined();
  expect(await shownTo(sora, order.number)).toMatchObject({
    paymentId: payment.id,
    left: 29_000,
    rules: "toss_CARD",
    mayGive: null,
    approvalAbove: 15_000,
  });
  const wish = { amount: 4_000, expectedLeft: 29_000, reason: "Too small", address: deskAddress };
  await refundByStaff(jiwoo, payment.id, { ...wish, keyed: aForm(jiwoo, wish) });
  expect(await shownTo(jiwoo, order.number)).toMatchObject({
    left: 25_000,
    mayGive: 6_000,
    approvalAbove: 11_000,
  });
  // A colleague's refunds do not count against her.
  expect(await shownTo(sora, order.number)).toMatchObject({ left: 25_000, approvalAbove: 15_000 });
});

test("staff see until when and in which parts a payment is refunded, and when that is over", async () => {
  const { order, payment } = await anAttempt();
  const wish = { orderId: payment.gatewayOrderId, amount: payment.amount };
  const { paymentKey } = await toss.payments.open({ ...wish, method: "MOBILE_PHONE" });
  await confirmWith(payment, paymentKey);
  const window = { rule: "month", until: seoulMonthEnds(now()) };
  expect(await shownTo(sora, order.number)).toMatchObject({
    window: { ...window, isOver: false },
    wholeOnly: "method",
    mayFail: false,
  });
  const dossierNow = async () => (await orderDossier(sora, order.number)) ?? expect.fail("It is gone.");
  expect((await dossierNow()).isTooLateToRefund).toBe(false);
  await turnClock(days(32));
  expect(await shownTo(sora, order.number)).toMatchObject({
    left: 29_000,
    window: { ...window, isOver: true },
  });
  expect((await dossierNow()).isTooLateToRefund).toBe(true);
});

test("staff are warned about a card that was charged over a year ago", async () => {
  const { order } = await aPaidPayment();
  const shown = { window: null, wholeOnly: null, leastPart: 0 };
  expect(await shownTo(sora, order.number)).toMatchObject({ ...shown, mayFail: false });
  await turnClock(days(366));
  expect(await shownTo(sora, order.number)).toMatchObject({ ...shown, mayFail: true });
});

test("a disputed amount is not offered for a refund, and one under inquiry is", async () => {
  const disputed = async (state: "inquiry" | "open" | "won" | "lost") => {
    const { order, payment } = await aPaidPayment();
    const row = {
      paymentId: payment.id,
      orderId: order.id,
      amount: 29_000,
      currency: "KRW",
      createdAt: now(),
    };
    await transaction((tx) =>
      tx
        .insert(disputes)
        .values({ ...row, id: `dp_${state}`, state, reason: "fraudulent", gatewayStatus: "x" }),
    );
    return (await shownTo(sora, order.number))?.left;
  };
  expect([await disputed("open"), await disputed("lost")]).toEqual([undefined, undefined]);
  expect([await disputed("inquiry"), await disputed("won")]).toEqual([29_000, 29_000]);
});
