import "../scripts/load-env";
import { products } from "@/db/schema";
import { closeStore, transaction } from "@/db/store";

// A shelf that no load empties.
await transaction(async (tx) => {
  await tx.update(products).set({ stock: 1_000_000 });
});
await closeStore();
