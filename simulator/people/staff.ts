import { orderById } from "@/db/orders";
import { orders, type Payment, payments } from "@/db/schema";
import { db } from "@/db/store";
import { later, now } from "@/lib/clock";
import { expire } from "@/lib/payments/ending/expire";
import { refund } from "@/lib/payments/refunds/refund";
import { acceptReviewed, returnReviewed } from "@/lib/payments/refunds/review";
import type { Dice } from "../dice";
import { refundable } from "../gateway/stripe/payment";
import { left } from "../gateway/toss/payment";
import type { World } from "../world";

/** The shop's staff refund, in full or in part, sometimes two at once. */
export async function giveRefunds(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const payment = await paymentThatTook(world, dice);
    if (!payment) continue;
    const people = dice.chance(0.3) ? 2 : 1;
    await Promise.all(
      Array.from({ length: people }, (_, person) =>
        world.ask("refund", () => refundSome(world, dice.fork(`refund ${tries} ${person}`), payment)),
      ),
    );
  }
}

/** A payment that has taken money, once a look now and then finds one. */
export async function paymentThatTook(world: World, dice: Dice): Promise<Payment | undefined> {
  for (let looks = 0; looks < 8; looks += 1) {
    await world.dawdle(dice);
    const taken = (await db.select().from(payments)).filter(({ captured }) => captured > 0);
    if (taken.length > 0) return dice.pick(taken.sort((a, b) => a.id.localeCompare(b.id)));
  }
  return undefined;
}

async function refundSome(world: World, dice: Dice, payment: Payment) {
  const given = await refund({
    paymentId: payment.id,
    ...(dice.chance(0.5) ? { amount: dice.between(1, payment.captured) } : {}),
    reason: "The shopper changed their mind",
    requestedBy: "staff",
    waitMs: dice.pick([300, 8_000]),
  });
  if (given.state !== "done") return given;
  const times = world.money().flatMap(({ refundIds }) => refundIds.filter((id) => id === given.id)).length;
  if (times !== 1)
    world.faults.push(`staff were told that ${given.id} is done, and it was done ${times} times`);
  return given;
}

/** Staff decide about orders in review whenever they see some: accept the payment or return it. */
export async function decideReviews(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await world.scheduler.sleep(dice.between(1_000, 600_000));
    const inReview = (await db.select().from(orders)).filter(({ status }) => status === "in_review");
    const decide = dice.chance(0.5) ? acceptReviewed : returnReviewed;
    for (const { id } of inReview)
      await world.ask("review", () => decide(id, "looked into it", "staff", now()));
  }
}

/** Someone refunds in a gateway's console, where the shop does not see it. */
export async function useConsole(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 6; tries += 1) {
    await world.dawdle(dice);
    const [first, second] = dice.chance(0.5)
      ? [refundAtToss, refundAtStripe]
      : [refundAtStripe, refundAtToss];
    if ((first(world, dice) || second(world, dice)) && dice.chance(0.5)) return;
  }
}

function refundAtToss({ toss, note }: World, dice: Dice): boolean {
  const payment = dice.pick([...toss.truth.payments.values()].filter((candidate) => left(candidate) > 0));
  if (!payment) return false;
  note("console refund");
  const amount = payment.method === "MOBILE" ? left(payment) : dice.between(1, left(payment));
  toss.truth.cancel(payment, amount, "asked for by telephone");
  return true;
}

function refundAtStripe({ stripe, note }: World, dice: Dice): boolean {
  const intent = dice.pick(
    [...stripe.truth.intents.values()].filter((candidate) => refundable(candidate) > 0),
  );
  if (!intent) return false;
  note("console refund at Stripe");
  stripe.truth.give(intent, dice.between(1, refundable(intent)), "asked for by telephone", null);
  return true;
}

/** A server whose clock is slightly fast expires orders the moment their time is up. */
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
