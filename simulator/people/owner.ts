import { orders, refunds } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "@/lib/clock";
import { hashBody } from "@/lib/http/idempotency";
import { nameAccount } from "@/lib/payments/refunds/name-account";
import type { Dice } from "../dice";
import { goodAccount } from "../gateway/toss/truth";
import type { World } from "../world";

/** Owners of deposits name their refund accounts: late, twice, or with a number that no bank knows. */
export async function nameAccounts(world: World, dice: Dice): Promise<void> {
  for (let looks = 0; looks < 8; looks += 1) {
    await world.dawdle(dice);
    const waiting = (await db.select().from(refunds)).filter(({ state }) => state === "waiting_for_account");
    const ids = new Set(waiting.map(({ orderId }) => orderId));
    const owed = (await db.select().from(orders)).filter(({ id }) => ids.has(id));
    const order = dice.pick(owed.sort((a, b) => a.id.localeCompare(b.id)));
    if (!order) continue;
    const accountNumber = dice.chance(0.3) ? "999999999999" : goodAccount;
    const account = { bank: "88", accountNumber, holderName: "Kim" };
    const key = `account ${dice.between(0, 2 ** 31)}`;
    const keyed = { caller: order.id, operation: "account", key, bodyHash: hashBody(account) };
    const presses = dice.pick([1, 1, 2]);
    const named = await Promise.all(
      Array.from({ length: presses }, () =>
        world.ask(
          "account named",
          () => nameAccount(order, account, keyed, now(), { proof: "letter", address: "203.0.113.7" }),
          2,
        ),
      ),
    );
    for (const it of named) if (it) world.note(`account named${it.replayed ? " again" : ""}`);
  }
}
