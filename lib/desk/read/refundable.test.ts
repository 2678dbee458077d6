import { expect, test } from "vitest";
import { disputes } from "@/db/schema";
import { transaction } from "@/db/store";
import { now } from "@/lib/clock";
import type { Staff } from "@/lib/desk/staff/permissions";
import { aForm, deskAddress, haneul, jiwoo, sora, withRefundLimits } from "@/testing/desk-people";
import { aPaidPayment } from "@/testing/makers";
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
