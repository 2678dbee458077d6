import { paymentsOf } from "@/db/payments";
import { db } from "@/db/store";
import { now } from "@/lib/clock";
import { confirm } from "@/lib/payments/checkout/confirm";
import { receive } from "@/lib/payments/worker/inbox";
import type { Dice } from "../dice";
import { post } from "../gateway/post";
import { signed } from "../gateway/stripe/news";
import { errorOfClock } from "../server";
import type { World } from "../world";

/** Someone sends webhooks that the gateway never sent. */
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

/** Someone sends forged Stripe events: unsigned, signed with another secret, too old, or altered. */
export async function forgeEvents(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await world.dawdle(dice);
    const session = dice.pick([...world.stripe.truth.sessions.keys()]) ?? "cs_made_up";
    const object = { id: session, object: "checkout.session", payment_status: "paid" };
    const body = JSON.stringify({ id: `evt_forged_${tries}`, livemode: false, data: { object } });
    const letters: [string, Headers][] = [
      [body, new Headers()],
      [body, signed(world, body, { secret: "whsec_guessed" }).headers],
      [body, signed(world, body, { ageSeconds: 900 }).headers],
      [body, signed(world, `${body} `).headers],
    ];
    const [text, headers] = dice.pick(letters) ?? [body, new Headers()];
    const isTaken = await world.ask("forged webhook", async () => {
      await receive("stripe", text, headers, now());
      return true;
    });
    if (isTaken) world.faults.push(`a forged webhook about ${session} was accepted`);
  }
}

/** Someone who knows an order tries payment keys on it that belong to other payments or to none. */
export async function tryKeys(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 2; tries += 1) {
    await world.dawdle(dice);
    const order = dice.pick(world.orders);
    if (!order) continue;
    await world.ask("tampering", async () => {
      const attempts = await paymentsOf(db, order.id);
      const attempt = attempts.findLast(({ gateway }) => gateway === "toss");
      const others = [...world.toss.truth.payments.keys(), "made-up"];
      const wish = { paymentKey: dice.pick(others) ?? "made-up", amount: order.amount, waitMs: 1_000 };
      return attempt && confirm(attempt, wish);
    });
  }
}

/** A gateway is unreachable for a while. */
export async function pullTheCable(world: World, dice: Dice): Promise<void> {
  await world.dawdle(dice);
  const { port } = dice.chance(0.5) ? world.toss : world.stripe;
  port.awayUntil = world.scheduler.now().getTime() + dice.between(10_000, 180_000);
}

/** A server's clock jumps, as if someone had corrected it. */
export async function setClocks(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await world.dawdle(dice);
    dice.pick(world.servers)?.setClock(errorOfClock(dice));
    world.note("clock set");
  }
}

/** The operator swaps Stripe's keys for another account's while orders are open, and sometimes swaps them back. */
export async function exchangeKeys(world: World, dice: Dice): Promise<void> {
  for (const account of ["second", "first"] as const) {
    await world.dawdle(dice);
    await world.exchangeKeys(account);
    world.note(`keys of the ${account} account`);
    if (dice.chance(0.4)) return;
  }
}
