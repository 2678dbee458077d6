import { hours, now } from "@/lib/clock";
import type { GatewayName } from "@/lib/contracts/gateways";
import { receive, startWork } from "@/lib/payments/worker/inbox";
import type { Dice } from "../dice";
import type { Around } from "./around";

/** The delay before an unanswered webhook is sent again, in milliseconds; it grows fourfold each time. */
const firstRetryMs = 60_000;

export type Letter = { body: string; headers: Headers };

type Sending = {
  from: GatewayName;
  name: string;
  /** Whether it never arrives. */
  isLost: boolean;
  /** Renders the letter at the moment it is sent. */
  write(dice: Dice): () => Letter;
};

/** Sends a webhook the way gateways do: late, out of order, retried if unanswered, and sometimes twice. */
export function deliver(world: Around, { from, name, isLost, write }: Sending) {
  if (isLost) return world.note("webhook lost");
  const dice = world.dice.fork(`news ${name}`);
  const letter = write(dice);
  const copies = dice.chance(0.2) ? 2 : 1;
  for (let copy = 1; copy <= copies; copy += 1)
    void world.scheduler.spawn(world[from].home, "post", async () => {
      const longest = dice.pick([500, 5_000, 600_000, from === "stripe" ? hours(3) : 600_000]);
      await world.scheduler.sleep(dice.between(10, longest));
      for (let retryMs = firstRetryMs; !(await post(world, from, letter())); retryMs *= 4)
        await world.scheduler.sleep(retryMs);
    });
}

/** Delivers one webhook; false if it was not answered or was refused. */
export async function post(world: Around, to: GatewayName, { body, headers }: Letter): Promise<boolean> {
  const taken = await world.ask("webhook", async () => {
    const id = await receive(to, body, headers, now());
    if (id) startWork(id);
    return true;
  });
  return taken ?? false;
}
