import { eq } from "drizzle-orm";
import { products } from "@/db/schema";
import { closeStore, transaction } from "@/db/store";

/** Hundreds of people in one world's stories wear the same T-shirt. */
await transaction((tx) => tx.update(products).set({ stock: 10_000 }).where(eq(products.sku, "TEE-COOL")));
await closeStore();
