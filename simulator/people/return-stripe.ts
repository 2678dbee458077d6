import type { Order } from "@/db/schema";
import { returnFromStripe } from "@/lib/payments/stripe/returned";
import { stripePayment, verify } from "@/lib/payments/stripe/verify";
import { presentPayment } from "@/lib/payments/view/present";
import type { Dice } from "../dice";
import type { World } from "../world";

type Named = Parameters<typeof returnFromStripe>[0];

/** The shopper returns from Stripe, at once or later, once or by reloading; not always honestly. */
export async function comeBackFromStripe(
  world: World,
  dice: Dice,
  order: Order,
  named: Named,
): Promise<void> {
  const times = dice.pick([1, 1, 1, 2]);
  await Promise.all(
    Array.from({ length: times }, async (_, time) => {
      const own = dice.fork(`return ${time}`);
      if (own.chance(0.5)) await world.dawdle(own);
      if (own.chance(0.7)) await world.ask("return", () => comeBack(world, own, named));
      else await world.ask("verify", () => askForTruth(world, order, named));
    }),
  );
}

async function comeBack(world: World, dice: Dice, named: Named) {
  if (dice.chance(0.05)) return returnFromStripe({ session_id: "cs_of_somebody_else" });
  const wayOn = await returnFromStripe(named);
  const code = new URL(wayOn.location).searchParams.get("code") ?? "";
  world.told.shut("session_id" in named ? named.session_id : named.payment_intent, code);
  return wayOn;
}

/** What a shopper's client calls instead of returning in a browser. */
async function askForTruth(world: World, order: Order, named: Named) {
  const payment = await stripePayment(named);
  if (!payment) return undefined;
  const found = await verify(payment);
  if (presentPayment(found.order, found.payment).status === "paid") world.told.paid(order.number);
  return found;
}
