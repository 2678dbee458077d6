import { orderById } from "@/db/orders";
import { db } from "@/db/store";
import { hashBody } from "@/lib/http/idempotency";
import { refundOrVoid } from "@/lib/payments/refunds/refund-by-number";
import type { Dice } from "../dice";
import { goodAccount } from "../gateway/toss/truth";
import type { World } from "../world";
import { paymentThatTook } from "./staff";

/**
 * Another server of the shop refunds through the API. It retries a request whose answer was lost with the same key, and
 * now and then uses one key for two orders at once, by mistake.
 */
export async function giveBackByProgram(world: World, dice: Dice): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const key = `request ${dice.between(0, 2 ** 31)}`;
    const first = await paymentThatTook(world, dice);
    const others = dice.chance(0.3) ? [await paymentThatTook(world, dice)] : [];
    const times = dice.pick([1, 2]);
    const made = await Promise.all(
      [first, ...others].flatMap((payment) =>
        Array.from({ length: payment ? times : 0 }, async () => {
          const order = payment && (await orderById(db, payment.orderId));
          if (!payment || !order) return undefined;
          const body = { order: order.number, amount: Math.ceil(payment.captured / 3) };
          const keyed = { caller: "key:back office", operation: "/cancel", key, bodyHash: hashBody(body) };
          const wish = {
            amount: body.amount,
            reason: "recalled",
            account: { bank: "88", accountNumber: goodAccount, holderName: "Kim" },
            actor: "key:back office",
            address: "203.0.113.40",
            keyed,
          };
          return world.ask("program", () => refundOrVoid(order.number, payment.gateway, wish), 3);
        }),
      ),
    );
    const ids = new Set(made.flatMap((given) => (given ? [given.refund?.id ?? given.payment.id] : [])));
    if (ids.size > 1) world.faults.push(`one key refunded twice: ${[...ids].join(", ")}`);
    if (ids.size > 0) world.note(`program gave back${others.length > 0 ? ", one key for two orders" : ""}`);
  }
}
