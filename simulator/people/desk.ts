import { itemsOf } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { calls, needs, orders, payments, refunds } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "@/lib/clock";
import { approveRefund, rejectRefund, withdrawRefund } from "@/lib/desk/acts/approvals";
import { captureByStaff } from "@/lib/desk/acts/capture";
import { resolveNeed } from "@/lib/desk/acts/needs";
import { refundByStaff } from "@/lib/desk/acts/refund";
import { restock } from "@/lib/desk/acts/restock";
import { ship } from "@/lib/desk/acts/ship";
import { askAgainByStaff, giveUpByStaff } from "@/lib/desk/acts/stuck-calls";
import { voidByStaff } from "@/lib/desk/acts/void";
import { actorOf, type Staff } from "@/lib/desk/staff/permissions";
import { hashBody } from "@/lib/http/idempotency";
import type { Dice } from "../dice";
import type { World } from "../world";
import { paymentThatTook } from "./staff";

const person = (id: string, role: Staff["role"]): Staff => ({
  id,
  role,
  name: id,
  email: `${id}@shop.example`,
});
export const manager = person("sora", "manager");
const people = [manager, person("minho", "manager"), person("jiwoo", "support")];
const address = "203.0.113.20";

/** Desk staff refund through the form, impatiently; amounts above the limit wait for approval. */
export async function giveBackAtDesk(world: World, dice: Dice): Promise<void> {
  const staff = dice.pick(people) ?? manager;
  for (let tries = 0; tries < 3; tries += 1) {
    const payment = await paymentThatTook(world, dice);
    if (!payment) continue;
    const expectedLeft = payment.captured - payment.refunded - payment.refundPending;
    if (expectedLeft <= 0) continue;
    const body = {
      amount: dice.chance(0.5) ? dice.between(1, expectedLeft) : undefined,
      expectedLeft,
      reason: "asked for at the desk",
    };
    const key = `form ${dice.between(0, 2 ** 31)}`;
    const keyed = { caller: staff.id, operation: "desk", key, bodyHash: hashBody(body) };
    const wish = { ...body, keyed, address, account: "ask_shopper" as const };
    const clicks = dice.pick([1, 1, 2]);
    const made = await Promise.all(
      Array.from({ length: clicks }, () =>
        world.ask("desk refund", () => refundByStaff(staff, payment.id, wish), 2),
      ),
    );
    const ids = new Set(made.flatMap((refund) => (refund ? [refund.id] : [])));
    if (ids.size > 1) world.faults.push(`one form refunded twice: ${[...ids].join(", ")}`);
    for (const refund of made) if (refund) world.note(`desk refund ${refund.state}`);
  }
}

/** Staff check now and then for refunds that wait for approval, and decide; sometimes two decide at once. */
export async function decideAtDesk(world: World, dice: Dice): Promise<void> {
  for (let looks = 0; looks < 6; looks += 1) {
    await world.scheduler.sleep(dice.between(1_000, 400_000));
    const waiting = (await db.select().from(refunds)).filter(({ state }) => state === "waiting_for_approval");
    for (const { id } of waiting.sort(byId))
      await Promise.all(
        people
          .filter(() => dice.chance(0.5))
          .map((staff) => decide(world, dice.fork(`${staff.id} decides on ${id} ${looks}`), staff, id)),
      );
  }
}

async function decide(world: World, dice: Dice, staff: Staff, id: string) {
  const how = dice.weigh({ approve: 4, reject: 2, withdraw: 1 });
  const decided = await world.ask(how, () => {
    if (how === "approve") return approveRefund(staff, id, address, now());
    if (how === "reject") return rejectRefund(staff, id, { why: "no", address }, now());
    return withdrawRefund(staff, id, address, now());
  });
  if (!decided) return;
  world.note(`desk decided: ${how}`);
  if (how !== "withdraw" && decided.requestedBy === actorOf(staff))
    world.faults.push(`${staff.id} decided on their own refund ${id}`);
}

/** Returned goods: staff put some of them back on the shelf, now and then more than were sold. */
export async function putGoodsBack(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await world.scheduler.sleep(dice.between(1_000, 900_000));
    const sold = (await db.select().from(orders)).filter(({ status }) => status === "paid");
    const order = dice.pick(sold.sort(byId));
    const staff = dice.pick(people);
    if (!order || !staff) continue;
    const lines = (await itemsOf(db, order.id))
      .filter(() => dice.chance(0.7))
      .map(({ sku, quantity }) => ({ sku, quantity: dice.between(1, quantity) }));
    if (lines.length === 0) continue;
    const keyed = {
      caller: staff.id,
      operation: "restock",
      key: `goods ${dice.between(0, 2 ** 31)}`,
      bodyHash: hashBody(lines),
    };
    const clicks = dice.pick([1, 1, 2]);
    const put = await Promise.all(
      Array.from({ length: clicks }, () =>
        world.ask("restock", () => restock(staff, order.id, { lines, keyed, address }, now()), 2),
      ),
    );
    if (put.some((items) => items !== undefined)) world.note("goods put back");
  }
}

/** Staff work on open needs: they mark them done, ask again or give up, not always rightly. */
export async function attendToNeeds(world: World, dice: Dice): Promise<void> {
  for (let looks = 0; looks < 5; looks += 1) {
    await world.scheduler.sleep(dice.between(60_000, 1_200_000));
    for (const { id, closedAt } of (await db.select().from(needs)).sort(byId))
      if (closedAt === null && dice.chance(0.5)) {
        const resolved = { note: "looked into it", address };
        if (await world.ask("need", () => resolveNeed(manager, id, resolved, now())))
          world.note("need resolved");
      }
    for (const { id, state } of (await db.select().from(calls)).sort(byId)) {
      if (state !== "stuck") continue;
      const why = { why: "it takes too long", address };
      if (dice.chance(0.5)) await world.ask("ask again", () => askAgainByStaff(manager, id, address));
      else await world.ask("give up", () => giveUpByStaff(manager, id, why));
    }
  }
}

/** Staff void some authorizations that a bank only holds, capture others in full or in part, and leave some alone. */
export async function seeToAuthorizedCards(world: World, dice: Dice): Promise<void> {
  for (let looks = 0; looks < 5; looks += 1) {
    await world.scheduler.sleep(dice.between(1_000, 600_000));
    const authorized = (await db.select().from(payments)).filter(({ status }) => status === "authorized");
    for (const { id } of authorized.sort(byId)) {
      if (dice.chance(0.4)) continue;
      const staff = dice.pick(people) ?? manager;
      if (dice.chance(0.6)) {
        await captureSome(world, dice, staff, id);
        continue;
      }
      const key = `void ${dice.between(0, 2 ** 31)}`;
      const keyed = { caller: staff.id, operation: "void", key, bodyHash: hashBody(id) };
      const wish = { reason: "sold out", keyed, address };
      const called = await world.ask("void", () => voidByStaff(staff, id, wish), 2);
      if (called) world.note(`void ${called.status}`);
    }
  }
}

/** Staff capture what is held, impatiently, by itself or together with shipping the order. */
async function captureSome(world: World, dice: Dice, staff: Staff, id: string) {
  const payment = await paymentById(db, id);
  if (!payment) return;
  const amount = dice.chance(0.5) ? dice.between(1, payment.amount + 1) : undefined;
  const key = `capture ${dice.between(0, 2 ** 31)}`;
  const keyed = { caller: staff.id, operation: "capture", key, bodyHash: hashBody({ id, amount }) };
  const ships = dice.chance(0.3);
  const clicks = dice.pick([1, 1, 2]);
  const made = await Promise.all(
    Array.from({ length: clicks }, () =>
      world.ask(
        "capture",
        () =>
          ships
            ? ship(staff, payment.orderId, { shipped: true, keyed, address }, now())
            : captureByStaff(staff, id, { amount, keyed, address }),
        2,
      ),
    ),
  );
  for (const captured of made) if (captured) world.note(`capture ${captured.status}`);
}

const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
