import { eq } from "drizzle-orm";
import { products } from "@/db/schema";
import { closeStore, transaction } from "@/db/store";

/** Hundreds of shoppers in one world buy the same T-shirt. */
await transaction((tx) => tx.update(products).set({ stock: 10_000 }).where(eq(products.sku, "TEE-COOL")));
await closeStore();
