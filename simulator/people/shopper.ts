import { orderById } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { later, minutes, now } from "@/lib/clock";
import { hashBody, type KeyedRequest } from "@/lib/http/idempotency";
import { createOrder, type OrderWish } from "@/lib/orders/create";
import { cancel } from "@/lib/payments/ending/expire";
import { type IssueWish, issueVirtualAccount } from "@/lib/payments/toss/issue";
import { readyToss } from "@/lib/payments/toss/ready";
import { returnByFailure } from "@/lib/payments/toss/returned";
import { presentStatus } from "@/lib/payments/view/present";
import { env } from "@/lib/settings/env";
import type { Dice } from "../dice";
import type { TruePayment } from "../gateway/toss/payment";
import { skus } from "../shelf";
import type { World } from "../world";
import { oneKey } from "./key";
import { comeBack } from "./return";
import { payThroughStripe } from "./stripe";

/** A shopper fills a cart and tries to pay, in one tab or two, until it is paid or they give up. */
export async function shop(world: World, dice: Dice): Promise<void> {
  let cart = fillCart(dice);
  const carts = dice.chance(0.3) ? 2 : 1;
  let before: Order | undefined;
  for (let filled = 1; filled <= carts; filled += 1) {
    const { wish, keyed } = cart;
    const replaces = before;
    const tabs = dice.chance(0.25) ? 2 : 1;
    const orders = await Promise.all(
      Array.from({ length: tabs }, (_, tab) => buyIn(world, dice.fork(`tab ${tab}`), wish, keyed, replaces)),
    );
    world.made("order", orders);
    before = orders.find((order) => order !== undefined) ?? before;
    cart = fillCart(dice);
  }
}

function fillCart(dice: Dice) {
  const chosen = skus.filter(() => dice.chance(0.5));
  const wish: OrderWish = {
    items: (chosen.length > 0 ? chosen : skus.slice(0, 1)).map((sku) => ({
      sku,
      quantity: dice.pick([1, 1, 2]),
    })),
    customer: { name: "Kim", email: "kim@shop.example", phone: "01012345678" },
    shipping_address: { country: "KR", postcode: "04524", line1: "세종대로 110" },
    currency: dice.pick(["KRW", "KRW", "KRW", "USD"] as const),
  };
  // The cart's id is the idempotency key of its order, in every tab.
  const key = `cart ${dice.between(0, 2 ** 31)}`;
  const keyed: KeyedRequest = { caller: "shopper", operation: "/orders", key, bodyHash: hashBody(wish) };
  return { wish, keyed };
}

/** One tab: creates the cart's order, and tries a few times to pay it. */
async function buyIn(
  world: World,
  dice: Dice,
  wish: OrderWish,
  keyed: KeyedRequest,
  replaces: Order | undefined,
): Promise<Order | undefined> {
  await world.dawdle(dice);
  const made = await world.ask("order", () => createOrder(wish, keyed, replaces, now()), 3);
  if (!made) return undefined;
  const { order } = made;
  if (!world.orders.some((other) => other.id === order.id)) world.orders.push(order);
  for (let tries = 0; tries < 3; tries += 1) {
    // An impatient shopper starts again before the first attempt has finished.
    const ways = dice.chance(0.3) ? 2 : 1;
    const begun = await Promise.all(
      Array.from({ length: ways }, (_, way) => pay(world, dice.fork(`pay ${tries} ${way}`), order, way)),
    );
    if (!begun.includes(true)) break;
    const next = await watch(world, dice, order);
    // Some pay by card although their account still waits for a deposit.
    const goesOn = next === "pay" ? 0.7 : next === "deposit" ? 0.4 : 0;
    if (!dice.chance(goesOn)) break;
  }
  if (dice.chance(0.12)) await world.ask("cancel", () => cancel(order.id, now()));
  return order;
}

async function pay(world: World, dice: Dice, order: Order, way: number): Promise<boolean> {
  // Toss takes only won; here both gateways do, so that tabs can differ in the gateway too.
  if (order.currency === "USD" || dice.chance(0.25)) return payThroughStripe(world, dice, order);
  if (dice.chance(0.15)) return askForAccount(world, dice, order);
  const keyed = dice.chance(0.5) ? oneKey(dice, order, "/ready", way) : undefined;
  const presses = keyed ? dice.pick([1, 1, 2]) : 1;
  const attempts = await Promise.all(
    Array.from({ length: presses }, () => world.ask("ready", () => prepare(order, way, keyed), 3)),
  );
  if (keyed) world.made("attempt", attempts);
  const attempt = attempts.find((it) => it !== undefined);
  if (!attempt) return false;
  // In another tab they request an account meanwhile, and may use either.
  if (dice.chance(0.1)) await askForAccount(world, dice.fork("beside"), order);
  const windows = dice.chance(0.15) ? 2 : 1;
  await Promise.all(
    Array.from({ length: windows }, (_, window) =>
      payInWindow(world, dice.fork(`window ${attempt.id} ${window}`), order, attempt),
    ),
  );
  return true;
}

/** A page of the shop requests an account, in one tab or two, from one bank or two. */
async function askForAccount(world: World, dice: Dice, order: Order): Promise<boolean> {
  const tabs = dice.pick([1, 1, 2]);
  const dueAt = later(now(), minutes(dice.between(11, 120)));
  const usual = dice.pick(["88", "88", "20"]);
  const keyed = dice.chance(0.5) ? oneKey(dice, order, "/virtual-account", { usual, dueAt }) : undefined;
  const issued = await Promise.all(
    Array.from({ length: tabs }, () => {
      const bank = keyed ? usual : dice.pick(["88", "88", "20"]);
      const waitMs = dice.pick([300, 8_000]);
      return world.ask("account", () => decryptAccount(order, { bank, waitMs, dueAt, keyed }), 3);
    }),
  );
  if (keyed) world.made("account", issued);
  return issued.some((payment) => payment !== undefined);
}

async function decryptAccount(order: Order, wish: Pick<IssueWish, "bank" | "waitMs" | "dueAt" | "keyed">) {
  const usual = { customerName: "Kim", validHours: undefined, cashReceipt: undefined };
  return (await issueVirtualAccount(order, { ...usual, ...wish }, now())).payment;
}

async function prepare(order: Order, way: number, keyed: KeyedRequest | undefined): Promise<Payment> {
  const { appUrl } = env();
  const successUrl = `${appUrl}/success`;
  // A request with a different URL gets a different attempt.
  const failUrl = `${appUrl}/fail?way=${way}`;
  const wish = { amount: order.amount, method: "CARD", successUrl, failUrl, keyed } as const;
  return (await readyToss(order, wish, now())).payment;
}

/** What shoppers do in a payment window, and how they return from it. */
async function payInWindow(world: World, dice: Dice, order: Order, attempt: Payment) {
  await (dice.chance(0.1) ? untilTheLastMoment(world, dice, order) : world.dawdle(dice));
  const amount = dice.chance(0.05) ? attempt.amount - 100 : attempt.amount;
  const window = world.toss.truth.openWindow(attempt.gatewayOrderId, amount);
  if (!window) return;
  await world.dawdle(dice);
  switch (dice.weigh({ approves: 12, too_early: 7, leaves_after: 2, closes: 1, fails: 1 })) {
    case "approves":
      if (world.toss.truth.authenticate(window)) await comeBackSomehow(world, dice, order, attempt, window);
      return;
    case "too_early":
      // The return URL is called while the window is still open; the shopper authenticates later.
      await comeBack(world, dice, order, attempt, window);
      await world.scheduler.sleep(dice.between(25_000, 90_000));
      world.toss.truth.authenticate(window);
      switch (dice.weigh({ begins_anew: 4, goes_on: 4, gives_up: 5 })) {
        case "begins_anew":
          await pay(world, dice.fork("anew"), order, 2);
          return;
        case "goes_on":
          await comeBackSomehow(world, dice, order, attempt, window);
          return;
        case "gives_up":
          // The shop does not release the order until it knows that nothing was taken.
          await world.scheduler.sleep(dice.between(0, 60_000));
          await world.ask("cancel", () => cancel(order.id, now()));
      }
      return;
    case "leaves_after":
      world.toss.truth.authenticate(window);
      return;
    case "closes":
      return;
    case "fails":
      await world.ask("failure", () =>
        returnByFailure({ orderId: attempt.gatewayOrderId, code: "PAY_PROCESS_CANCELED" }),
      );
  }
}

/** Waits until shortly before or just after the order expires. */
async function untilTheLastMoment(world: World, dice: Dice, { id }: Order) {
  const order = await orderById(db, id);
  const left = (order?.expiresAt.getTime() ?? 0) - world.scheduler.now().getTime();
  await world.scheduler.sleep(Math.max(0, left + dice.between(-10_000, 2_000)));
}

/** Returns once, or also by reloading, by going back, or in several tabs at once. */
async function comeBackSomehow(
  world: World,
  dice: Dice,
  order: Order,
  attempt: Payment,
  window: TruePayment,
) {
  const times = dice.pick([1, 1, 1, 2, 3]);
  await Promise.all(
    Array.from({ length: times }, async (_, time) => {
      const own = dice.fork(`return ${time}`);
      if (time > 0 && own.chance(0.5)) await world.dawdle(own);
      await comeBack(world, own, order, attempt, window);
      if (own.chance(0.7)) return;
      await world.scheduler.sleep(own.between(1_000, 90_000));
      await comeBack(world, own, order, attempt, window);
    }),
  );
}

/** Polls the order's status until it says something other than `wait`, for a few minutes at most. */
async function watch(world: World, dice: Dice, order: Order): Promise<string | undefined> {
  for (let looks = 0; looks < 6; looks += 1) {
    const next = await world.ask("status", () => lookAtStatus(world, order));
    if (next && next !== "wait") return next;
    await world.scheduler.sleep(dice.between(1_000, 60_000));
  }
  return undefined;
}

async function lookAtStatus(world: World, { id, number }: Order) {
  const known = await paymentsOf(db, id);
  const kept = world.told.kept(number);
  const order = await orderById(db, id);
  if (!order) return undefined;
  const status = presentStatus(order, await paymentsOf(db, id));
  if (/paid|refunded/.test(status.order.status)) world.told.paid(number);
  const { action } = status.next;
  if (action === "pay" || action === "order_again") world.told.unpaid(number, kept, known);
  return action;
}
