import "../scripts/load-env";
import { products } from "@/db/schema";
import { closeStore, transaction } from "@/db/store";

// More stock than any load can sell.
await transaction(async (tx) => {
  await tx.update(products).set({ stock: 1_000_000 });
});
await closeStore();
