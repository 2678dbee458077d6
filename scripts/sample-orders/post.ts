import { insertMany } from "@/db/bulk";
import { append } from "@/db/chain";
import { transfers } from "@/db/schema";
import { saidByTransfer } from "@/db/seal";
import type { Tx } from "@/db/store";

type NewTransfer = typeof transfers.$inferInsert;

/** Posts transfers with their places in the chain, which a shop gives them soon after. */
export async function postPlaced(tx: Tx, rows: NewTransfer[]) {
  const placed: NewTransfer[] = [];
  await append(tx, "transfers", rows, saidByTransfer, async (row, place) =>
    placed.push({ ...row, ...place }),
  );
  await insertMany(tx, transfers, placed);
}
