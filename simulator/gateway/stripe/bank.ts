import { hours, minutes, seconds } from "@/lib/clock";
import type { Around } from "../around";
import type { TrueIntent, TrueRefund } from "./payment";

/** A slow bank takes its time to decide about a payment. */
export async function takeDays(world: Around, intent: TrueIntent): Promise<void> {
  const dice = world.dice.fork(`slow bank ${intent.id}`);
  await world.scheduler.sleep(dice.between(seconds(1), dice.pick([minutes(5), hours(5), hours(60)])));
  world.stripe.truth.endProcessing(intent);
  world.note(`slow bank: ${intent.status}`);
}

/** What the shopper's bank does with a refund. */
export async function handleRefund(world: Around, intent: TrueIntent, refund: TrueRefund): Promise<void> {
  const dice = world.dice.fork(`refund ${refund.id}`);
  const { truth } = world.stripe;
  if (intent.temper === "gives") return;
  await world.scheduler.sleep(dice.between(seconds(1), dice.pick([minutes(5), hours(5), hours(40)])));
  truth.endRefund(intent, refund, intent.temper === "gives_slowly" ? "succeeded" : "failed");
  world.note(`refund ${intent.temper}`);
}
