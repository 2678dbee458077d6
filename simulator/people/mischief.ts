import { paymentsOf } from "@/db/payments";
import { db } from "@/db/store";
import { confirm } from "@/lib/payments/confirm";
import type { Dice } from "../dice";
import { post } from "../gateway/post";
import type { World } from "../world";

/** Somebody sends what the gateway never sent. */
export async function forgeNews(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await world.dawdle(dice);
    const order = dice.pick(world.orders);
    const attempt = order ? `${order.number}-${dice.between(1, 2)}` : "nothing";
    const bodies = [
      JSON.stringify({ orderId: attempt, paymentKey: "made-up", status: "done" }),
      JSON.stringify({ orderId: attempt, paymentKey: dice.pick([...world.toss.truth.payments.keys()]) }),
      JSON.stringify({ orderId: attempt, secret: "made-up", status: "done", tries }),
      JSON.stringify({ paymentKey: "made-up" }),
      "not json",
    ];
    await post(world, "toss", { body: dice.pick(bodies) ?? "", headers: new Headers() });
  }
}

/** Somebody who knows an order tries keys on it that open nothing. */
export async function tryKeys(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 2; tries += 1) {
    await world.dawdle(dice);
    const order = dice.pick(world.orders);
    if (!order) continue;
    await world.ask("tampering", async () => {
      const attempt = (await paymentsOf(db, order.id)).at(-1);
      const others = [...world.toss.truth.payments.keys(), "made-up"];
      const wish = { paymentKey: dice.pick(others) ?? "made-up", amount: order.amount, waitMs: 1_000 };
      return attempt && confirm(attempt, wish);
    });
  }
}

/** A gateway is away for a while. */
export async function pullTheCable(world: World, dice: Dice): Promise<void> {
  await world.dawdle(dice);
  const { port } = dice.chance(0.5) ? world.toss : world.stripe;
  port.awayUntil = world.scheduler.now().getTime() + dice.between(10_000, 180_000);
}
