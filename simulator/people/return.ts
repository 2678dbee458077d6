import type { Order, Payment } from "@/db/schema";
import { answerOfConfirm } from "@/lib/answers/payment";
import { type ConfirmWish, confirm } from "@/lib/payments/checkout/confirm";
import { attemptOfOrder, attemptWithOrder } from "@/lib/payments/toss/attempt";
import { returnBySuccess } from "@/lib/payments/toss/returned";
import { Problem } from "@/lib/problem";
import type { Dice } from "../dice";
import type { TruePayment } from "../gateway/toss/payment";
import type { World } from "../world";

/** The shopper returns from the window, by redirect or through the page's script; not always honestly. */
export async function comeBack(
  world: World,
  dice: Dice,
  order: Order,
  attempt: Payment,
  window: TruePayment,
): Promise<void> {
  const paymentKey = dice.chance(0.08) ? `made-up-${dice.between(0, 999)}` : window.paymentKey;
  const amount = dice.chance(0.08) ? attempt.amount + dice.pick([-1, 1]) : attempt.amount;
  const waitMs = dice.pick([300, 300, 8_000]);
  switch (dice.weigh({ redirect: 3, by_order_id: 2, by_number: 1 })) {
    case "redirect":
      await world.ask("return", async () => {
        const wayOn = await returnBySuccess({ paymentKey, amount, orderId: attempt.gatewayOrderId });
        world.told.refused(paymentKey, new URL(wayOn.location).searchParams.get("code") ?? "");
        return wayOn;
      });
      return;
    case "by_order_id":
      await world.ask("confirm", async () => {
        const named = (await attemptWithOrder(attempt.gatewayOrderId))?.payment;
        return named && answer(world, order, named, { paymentKey, amount, waitMs });
      });
      return;
    case "by_number":
      await world.ask("confirm", async () => {
        const named = await attemptOfOrder(order, paymentKey);
        return named && answer(world, order, named, { paymentKey, amount, waitMs });
      });
  }
}

/** Confirms as the API does, and records what it told the shopper. */
async function answer(world: World, order: Order, attempt: Payment, wish: ConfirmWish) {
  try {
    const reply = await answerOfConfirm(await confirm(attempt, wish));
    if (reply.body.status === "paid") world.told.paid(order.number);
    return reply.body;
  } catch (error) {
    if (error instanceof Problem) world.told.refused(wish.paymentKey, error.code);
    throw error;
  }
}
