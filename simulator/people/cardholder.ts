import { days, hours } from "@/lib/clock";
import type { Dice } from "../dice";
import { refundable } from "../gateway/stripe/payment";
import type { World } from "../world";

/** A cardholder disputes a charge at Stripe; the bank asks or withdraws, and decides in its own time. */
export async function goToBank(world: World, dice: Dice): Promise<void> {
  const { truth } = world.stripe;
  for (let tries = 0; tries < 8; tries += 1) {
    await world.dawdle(dice);
    const intent = dice.pick(
      [...truth.intents.values()].filter((it) => it.dispute === null && refundable(it) > 0),
    );
    if (!intent) continue;
    const isInquiry = dice.chance(0.5);
    const dispute = truth.openDispute(intent, isInquiry);
    world.note(isInquiry ? "inquiry" : "dispute");
    // Some are never answered; they end at their deadline.
    if (dice.chance(0.2)) return;
    await world.scheduler.sleep(dice.between(1_000, dice.pick([600_000, hours(8), days(10)])));
    if (isInquiry && dice.chance(0.5)) truth.escalate(intent, dispute);
    await world.scheduler.sleep(dice.between(10, 600_000));
    truth.endDispute(intent, dispute, dice.chance(0.5) ? "win" : "lose");
    world.note(`dispute ${dispute.status}`);
    return;
  }
}
