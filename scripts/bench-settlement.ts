import "./kit/usage.mjs";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// `npm run bench:settlement` reconciles 10,000 and 100,000 generated payments on SQLite, each at once as if they were one
// month, and prints how long that took and how much memory the process had at most. The process that
// reconciles has done nothing before.

const sizes = [10_000, 100_000];

const [part, wanted] = process.argv.slice(2);
if (part === "fill") await fill(Number(wanted));
else if (part === "reconcile") await reconcile();
else for (const size of sizes) shop(size);

/** Makes a shop with so many payments and their settlements, and reconciles them. */
function shop(size: number) {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-settlement-"));
  const env = {
    ...process.env,
    DATABASE_URL: `file:${join(folder, "shop.db")}`,
    START_ANYWAY: "1",
    LOG_LEVEL: "warn",
  };
  const script = (...args: string[]) =>
    execFileSync(process.execPath, ["--import", "tsx", ...args], { env, stdio: "inherit" });
  try {
    script("scripts/migrate.ts");
    script("scripts/bench-settlement.ts", "fill", String(size));
    script("scripts/bench-settlement.ts", "reconcile");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(size: number) {
  const { closeStore } = await import("@/db/store");
  const { now } = await import("@/lib/clock");
  const { seedOrders } = await import("./sample-orders");
  const { seedSettlements } = await import("./sample-orders/settlements");
  // About six of seven sample orders are paid.
  await seedOrders(Math.ceil((size * 7) / 6), now());
  await seedSettlements(now());
  await closeStore();
}

async function reconcile() {
  const { count, gt } = await import("drizzle-orm");
  const { payments } = await import("@/db/schema");
  const { db, closeStore } = await import("@/db/store");
  const { days, later, now } = await import("@/lib/clock");
  const { dayAfter, seoulDate, seoulMidnight } = await import("@/lib/seoul");
  const { reconcileMonth } = await import("@/lib/payments/settlement/reconcile");
  const [paid] = await db.select({ n: count() }).from(payments).where(gt(payments.captured, 0));
  const from = seoulDate(later(now(), -days(366)));
  const until = dayAfter(seoulDate(now()));
  const span = { from, until, fromAt: seoulMidnight(from), untilAt: seoulMidnight(until), live: false };
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  const begun = performance.now();
  const { differences, owed } = await reconcileMonth(db, span, now());
  const took = performance.now() - begun;
  clearInterval(watch);
  most = Math.max(most, process.memoryUsage().rss);
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  const remainders = owed.map(({ currency, remainder }) => `${remainder} ${currency}`).join(", ");
  console.log(
    `${paid?.n ?? 0} payments: ${(took / 1_000).toFixed(2)} s, at most ${mib(most)} (${mib(most - before)} more than ` +
      `before), ${differences.length} differences, remainder ${remainders}`,
  );
  await closeStore();
}
