import type { Around } from "../around";
import { deliver } from "../post";
import type { TruePayment } from "./payment";

/** Sends the shop a change; for an account also the deposit event, in either order. */
export function tellOfPayment(world: Around, payment: TruePayment) {
  const { paymentKey, orderId, status, account, changes } = payment;
  send(world, `status ${paymentKey} ${changes}`, { paymentKey, orderId, status, changes });
  if (account)
    send(world, `deposit ${paymentKey} ${changes}`, { orderId, secret: account.secret, status, changes });
}

function send(world: Around, name: string, event: object) {
  const body = JSON.stringify(event);
  deliver(world, {
    from: "toss",
    name,
    isLost: world.dice.fork(`fate of ${name}`).chance(world.lossRate),
    write(dice) {
      // Not every webhook has a delivery id.
      const headers = new Headers(dice.chance(0.7) ? { "delivery-id": `delivery ${dice.seed}` } : {});
      return () => ({ body, headers });
    },
  });
}
