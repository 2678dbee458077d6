import { orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { db } from "@/db/store";
import { later, now } from "@/lib/clock";
import { expire } from "@/lib/payments/expire";
import { acceptHeld, returnHeld } from "@/lib/payments/held";
import { refund } from "@/lib/payments/refund";
import type { Dice } from "../dice";
import { left } from "../gateway/truth";
import type { World } from "../world";

/** The shop's staff give money back, all of it or some, sometimes two at once. */
export async function giveRefunds(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await world.dawdle(dice);
    const order = dice.pick(world.orders);
    if (!order) continue;
    const people = dice.chance(0.3) ? 2 : 1;
    await Promise.all(
      Array.from({ length: people }, (_, person) =>
        world.ask("refund", () => refundSome(world, dice.fork(`refund ${tries} ${person}`), order.id)),
      ),
    );
  }
}

async function refundSome(world: World, dice: Dice, orderId: string) {
  const payment = (await paymentsOf(db, orderId)).find(({ captured }) => captured > 0);
  if (!payment) return undefined;
  const given = await refund({
    paymentId: payment.id,
    ...(dice.chance(0.5) ? { amount: dice.between(1, payment.captured) } : {}),
    reason: "The shopper changed their mind",
    requestedBy: "staff",
    waitMs: dice.pick([300, 8_000]),
  });
  if (given.state === "done") world.told.refunded(given.id);
  return given;
}

/** Somebody decides about money that is held: it counts as paid, or it goes back. */
export async function decideHeld(world: World, dice: Dice): Promise<void> {
  for (const order of world.orders) {
    if (dice.chance(0.3)) continue;
    const decide = dice.chance(0.5) ? acceptHeld : returnHeld;
    await world.ask("held", async () => {
      const standing = await orderById(db, order.id);
      return standing?.status === "held" && decide(order.id, "looked into it", "staff", now());
    });
  }
}

/** Somebody refunds in the gateway's own console, where the shop does not see it. */
export async function useConsole(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 2; tries += 1) {
    await world.dawdle(dice);
    const payment = dice.pick([...world.truth.payments.values()].filter((candidate) => left(candidate) > 0));
    if (!payment) continue;
    world.note("console refund");
    world.truth.cancel(payment, dice.between(1, left(payment)), "asked for by telephone");
  }
}

/** A server whose clock is a little fast ends orders the moment their time is over. */
export async function endOrders(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await world.dawdle(dice);
    const order = await orderById(db, dice.pick(world.orders)?.id ?? "");
    if (!order) continue;
    const left = order.expiresAt.getTime() - world.scheduler.now().getTime();
    await world.scheduler.sleep(Math.max(0, left));
    await world.ask("expire", () => expire(order.id, later(now(), 1_000)));
  }
}
