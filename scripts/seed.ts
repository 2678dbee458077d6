import "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { parseArgs } from "node:util";
import { seed } from "@/db/seed";
import { closeStore } from "@/db/store";
import { addUpDays } from "@/lib/books/days";
import { now } from "@/lib/clock";
import { seedOrders } from "./sample-orders";
import { seedSettlements } from "./sample-orders/settlements";

// `npm run db:seed` fills the shelves of a new shop. `npm run db:seed -- --orders 100000` fills its books as well.
const { values } = parseArgs({ options: { orders: { type: "string" } } });
const wanted = values.orders === undefined ? 0 : Number(values.orders);

try {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 1_000_000)
    throw new Error("--orders takes a number up to 1000000.");
  await seed();
  if (wanted > 0) {
    const made = await seedOrders(wanted, now(), { onCommit: show });
    console.log(`${made} sample orders were added; the shop has at least ${wanted}.`);
    console.log(`Settlements were added for ${await seedSettlements(now())} of their sales and refunds.`);
    await addUpDays();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeStore();
}

function show(made: number) {
  if (process.stdout.isTTY) process.stdout.write(`\r${made} orders `);
}
