import { orderById } from "@/db/orders";
import { cancelRequests, type Order, orders } from "@/db/schema";
import { db } from "@/db/store";
import { answerOfCancelRequest } from "@/lib/answers/cancel";
import { now } from "@/lib/clock";
import { declineCancelRequest } from "@/lib/desk/acts/cancel-requests";
import { markShipped } from "@/lib/desk/acts/ship";
import { askToCancel } from "@/lib/payments/ending/cancel-request";
import type { Dice } from "../dice";
import { goodAccount } from "../gateway/toss/truth";
import type { World } from "../world";
import { charge } from "./charge";
import { manager } from "./desk";

const address = "203.0.113.30";

/** Shoppers cancel orders they have not paid, are just paying, or have paid. */
export async function changeMinds(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await world.dawdle(dice);
    const order = await somebodysOrder(world, dice);
    if (!order) continue;
    const account = dice.chance(0.5)
      ? { bank: "88", accountNumber: goodAccount, holderName: "Kim" }
      : undefined;
    const presses = dice.pick([1, 1, 2]);
    const told = await Promise.all(
      Array.from({ length: presses }, () =>
        world.ask("cancel request", async () => {
          const asked = await askToCancel(order, {
            reason: "Ordered by mistake",
            account: account && { account, proof: "letter" },
            address,
          });
          const { body } = await answerOfCancelRequest(order, asked);
          world.note(`cancel request ${body.outcome}`);
          if (body.outcome === "canceled" || body.outcome === "canceling") world.told.canceled(order.number);
          return body;
        }),
      ),
    );
    if (told.some((body) => body?.outcome === "canceling")) await payAllTheSame(world, dice, order);
  }
}

/** The card form is still open in another tab, and the shopper presses its button. */
async function payAllTheSame(world: World, dice: Dice, { id }: Order) {
  if (dice.chance(0.4)) return;
  const order = await orderById(db, id);
  const forms = [...world.stripe.truth.intents.values()].filter(
    (intent) => intent.session === null && intent.asked.orderId.startsWith(`${order?.number}-`),
  );
  const intent = forms.at(-1);
  if (!order || !intent) return;
  world.note("pays what is being canceled");
  await charge(world, dice.fork("all the same"), order, intent);
}

/** A random order, preferably one whose account waits for a deposit, which may also have an open window. */
async function somebodysOrder(world: World, dice: Dice) {
  const waiting = (await db.select().from(orders)).filter(({ status }) => status === "waiting_for_deposit");
  const isWaiting = ({ id }: Order) => waiting.some((order) => order.id === id);
  return dice.pick(world.orders.filter(isWaiting)) ?? dice.pick(world.orders);
}

/** Staff ship orders, sometimes take that back, and reject some cancellation requests. */
export async function packGoods(world: World, dice: Dice): Promise<void> {
  for (let looks = 0; looks < 5; looks += 1) {
    await world.dawdle(dice);
    const sold = (await db.select().from(orders)).filter(({ status }) => status === "paid");
    const order = dice.pick(sold.sort(byId));
    if (order) {
      const shipped = order.shippedAt === null || dice.chance(0.5);
      const marked = await world.ask("ship", () =>
        markShipped(manager, order.id, { shipped, address }, now()),
      );
      if (marked) world.note(shipped ? "goods sent off" : "goods kept after all");
    }
    const asked = (await db.select().from(cancelRequests)).filter(({ state }) => state === "asked");
    for (const { id } of asked.sort(byId)) {
      if (dice.chance(0.6)) continue;
      const answer = { answer: "It is on its way already.", address };
      if (await world.ask("turn down", () => declineCancelRequest(manager, id, answer, now())))
        world.note("cancel request turned down");
    }
  }
}

const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
