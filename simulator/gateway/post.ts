import { now } from "@/lib/clock";
import { receive, startWork } from "@/lib/payments/inbox";
import type { World } from "../world";
import type { TruePayment } from "./payment";

/** After how long the gateway sends a webhook again that was not answered; each time four times as long. */
const firstRetryMs = 60_000;

/** Tells the shop of a change; of an account also by the event of its own, in either order. */
export function deliverNews(world: World, payment: TruePayment) {
  const { paymentKey, orderId, status, account, changes } = payment;
  deliver(world, `status ${paymentKey} ${changes}`, { paymentKey, orderId, status, changes });
  if (account)
    deliver(world, `deposit ${paymentKey} ${changes}`, { orderId, secret: account.secret, status, changes });
}

/** Sends a webhook as the gateway does: late, out of order, again when it is not answered, and sometimes twice. */
function deliver(world: World, name: string, event: object) {
  const dice = world.dice.fork(`news ${name}`);
  const body = JSON.stringify(event);
  // Not every kind of webhook has a delivery id.
  const headers = new Headers(dice.chance(0.7) ? { "delivery-id": `delivery ${dice.seed}` } : {});
  const copies = dice.chance(0.2) ? 2 : 1;
  for (let copy = 1; copy <= copies; copy += 1)
    void world.scheduler.spawn(world.toss, "post", async () => {
      await world.scheduler.sleep(dice.between(10, dice.pick([500, 5_000, 600_000])));
      for (let retryMs = firstRetryMs; !(await post(world, body, headers)); retryMs *= 4)
        await world.scheduler.sleep(retryMs);
    });
}

/** Delivers a webhook, whoever sent it; false when it was not answered. */
export async function post(world: World, body: string, headers: Headers): Promise<boolean> {
  const taken = await world.ask("webhook", async () => {
    const id = await receive("toss", body, headers, now());
    if (id) startWork(id);
    return true;
  });
  return taken ?? false;
}
