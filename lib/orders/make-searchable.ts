import { soughtBy, writeOrder } from "@/db/orders";
import { insertSearchTerms, takeUnsearchable, unsearchableOrders } from "@/db/search-terms";
import { db, transaction } from "@/db/store";
import { each } from "../loop";

/** Gives orders of an earlier release what the desk finds them by, newest first. Returns how many there were. */
export async function makeSearchable(): Promise<number> {
  let count = 0;
  for (let rows = await unsearchableOrders(db); rows.length > 0; rows = await unsearchableOrders(db)) {
    let done = 0;
    await each(rows, 1, async ({ id }) => {
      await transaction(async (tx) => {
        const order = await takeUnsearchable(tx, id);
        if (!order) return;
        await writeOrder(tx, id, soughtBy(order));
        await insertSearchTerms(tx, [order]);
      });
      done += 1;
    });
    // One that cannot be written is tried again in the next turn.
    if (done === 0) break;
    count += done;
  }
  return count;
}
