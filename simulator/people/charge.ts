import { paymentsOf } from "@/db/payments";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { answerWith } from "@/lib/answers/payment";
import { chargeStripe } from "@/lib/payments/stripe/charge";
import { presentCharge } from "@/lib/payments/view/present-opened";
import { Problem } from "@/lib/problem";
import { env } from "@/lib/settings/env";
import type { Dice } from "../dice";
import type { TrueIntent } from "../gateway/stripe/payment";
import type { World } from "../world";
import { answerBank, pickCard } from "./cards";
import { comeBackFromStripe } from "./return-stripe";

/** The shop is asked to charge a card, once or by two presses, and again with another card if that is refused. */
export async function charge(world: World, dice: Dice, order: Order, intent: TrueIntent): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const card = pickCard(dice, "form");
    // An intent opened with a card does not need it named again.
    const paymentMethod = dice.chance(0.15) ? undefined : `pm_card_${card}`;
    const returnUrl = dice.chance(0.5) ? `${env().appUrl}/payments/stripe/success` : undefined;
    const presses = dice.pick([1, 1, 2]);
    const waitMs = dice.pick([300, 8_000]);
    const told = await Promise.all(
      Array.from({ length: presses }, () =>
        world.ask("charge", () => ask(world, order, { paymentMethod, returnUrl }, waitMs), 2),
      ),
    );
    if (told.includes("requires_action")) {
      const paid = await answerBank(world, dice, intent);
      if (dice.chance(0.7)) await comeBackFromStripe(world, dice, order, { payment_intent: intent.id });
      if (paid !== "declined") return;
    } else if (!told.includes(undefined)) return;
    if (dice.chance(0.3)) return;
    await world.dawdle(dice);
  }
}

/** The codes that mean no money was taken. */
const nothingTaken: ReadonlySet<string> = new Set(["payment_declined", "payment_failed", "gateway_rejected"]);

/** Charges as the API does; if the answer says nothing was taken, that must be true. */
async function ask(
  world: World,
  order: Order,
  wish: Parameters<typeof chargeStripe>[1],
  waitMs: number,
): Promise<string> {
  const known = await paymentsOf(db, order.id);
  const kept = world.told.kept(order.number);
  try {
    const { body } = await answerWith(await chargeStripe(order, wish, waitMs), presentCharge);
    if (body.payment.status === "paid") world.told.paid(order.number);
    return body.payment.status;
  } catch (error) {
    if (error instanceof Problem && nothingTaken.has(error.code))
      world.told.unpaid(order.number, kept, known);
    throw error;
  }
}
