import { hours, minutes } from "@/lib/clock";
import type { Dice } from "../dice";
import type { Card, TrueIntent } from "../gateway/stripe/payment";
import type { Paid } from "../gateway/stripe/till";
import type { World } from "../world";

type Desk = {
  /** Presses Pay with this card. */
  press(card: Card): Paid;
  intent(): TrueIntent | null;
  /** The shop's form takes cards only, and they answer at once. */
  only?: "form";
};

/** Presses Pay with one card after another and answers the bank's challenges, or gives up. */
export async function payWithCards(world: World, dice: Dice, desk: Desk): Promise<Paid> {
  let paid: Paid = "closed";
  for (let tries = 0; tries < 3; tries += 1) {
    const card = pickCard(dice, desk.only);
    paid = desk.press(card);
    world.note(`pay with ${card}: ${paid}`);
    const intent = desk.intent();
    if (paid === "asked" && intent) paid = await answerBank(world, dice, intent);
    if (paid !== "declined" || dice.chance(0.2)) return paid;
    await world.dawdle(dice);
  }
  return paid;
}

/** The bank asks the shopper to authenticate; they pass, fail or leave. */
export async function answerBank(world: World, dice: Dice, intent: TrueIntent): Promise<Paid> {
  // Some keep the bank waiting until the order has expired.
  await (dice.chance(0.15) ? world.scheduler.sleep(dice.between(minutes(30), hours(4))) : world.dawdle(dice));
  const answer = dice.weigh({ passes: 7, fails: 2, goes_away: 2 });
  const paid = answer === "goes_away" ? "asked" : world.stripe.truth.answerBank(intent, answer === "passes");
  world.note(`bank asks, shopper ${answer}: ${paid}`);
  return paid;
}

export const pickCard = (dice: Dice, only?: "form"): Card =>
  dice.weigh({
    approves: 10,
    declines: 4,
    asks: 4,
    asks_and_declines: 1,
    slow: only ? 0 : 2,
    slow_in_vain: only ? 0 : 3,
  });
