import "./kit/usage.mjs";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";

// `npm run bench:move` moves a shop with a million generated orders to PostgreSQL and prints how long it took. MOVE_TO
// names an empty database. --orders sets the number of orders; --file keeps the shop for reuse, since generating it
// takes longer than moving it.
const { values } = parseArgs({
  options: { orders: { type: "string", default: "1000000" }, file: { type: "string" } },
});
const wanted = Number(values.orders);
const folder = values.file ? undefined : mkdtempSync(join(tmpdir(), "twotrack-move-"));
const file = values.file ?? join(folder ?? "", "shop.db");
const env = { ...process.env, DATABASE_URL: `file:${file}`, START_ANYWAY: "1", LOG_LEVEL: "warn" };

const tables = [
  "orders",
  "order_items",
  "order_search_terms",
  "payments",
  "refunds",
  "disputes",
  "calls",
  "payment_events",
  "transfers",
  "mails",
  "needs",
];

try {
  const begun = performance.now();
  script("scripts/migrate.ts");
  script("scripts/seed.ts", "--orders", String(Math.min(wanted, 10_000)));
  process.env.DATABASE_URL = env.DATABASE_URL;
  await multiply();
  console.log(`Made in ${minutesSince(begun)} minutes.`);
  const moved = performance.now();
  script("scripts/move.ts");
  console.log(`Moved in ${minutesSince(moved)} minutes, including the start of every program.`);
} finally {
  if (folder) rmSync(folder, { recursive: true, force: true });
}

function script(...args: string[]) {
  execFileSync(process.execPath, ["--import", "tsx", ...args], { env, stdio: "inherit" });
}

/** Copies the seeded orders under new ids until there are enough; each transfer is sealed the way the shop seals it. */
async function multiply() {
  const { chainKey } = await import("@/db/chain-key");
  const { saidByTransfer, sealOf } = await import("@/db/seal");
  const { closeStore, transaction } = await import("@/db/store");
  const key = await transaction(chainKey);
  await closeStore();
  if (!key) throw new Error("The chain has no key.");
  const handle = new Database(file);
  handle.pragma("synchronous = OFF");
  handle.pragma("foreign_keys = OFF");
  handle.function("seal_of", { varargs: true }, (...said: unknown[]) => {
    const [id, orderId, paymentId, debit, credit, amount, currency, live, keyPair, cause, transaction, at] =
      said;
    const row = {
      id,
      orderId,
      paymentId,
      debit,
      credit,
      amount,
      currency,
      live: live === 1,
      keyPair,
      cause,
      transaction,
    };
    return sealOf(key, "transfers", saidByTransfer({ ...row, at: new Date(Number(at)) } as never));
  });
  const count = () => handle.prepare<[], { n: number }>("SELECT count(*) AS n FROM orders").get()?.n ?? 0;
  const seeded =
    handle.prepare<[], { n: number }>("SELECT count(*) AS n FROM orders WHERE id LIKE '%seed-%'").get()?.n ??
    0;
  for (let n = Math.round(count() / seeded); count() + seeded <= wanted; n += 1)
    handle.transaction(() => copy(handle, n))();
  handle.close();
}

function copy(handle: Database.Database, n: number) {
  for (const table of tables) {
    const columns = handle.prepare<[], { name: string; type: string }>(`PRAGMA table_info(${table})`).all();
    const values = columns.map(({ name, type }) => copied(table, name, type, n));
    const owner = ["orders", "payments", "refunds", "transfers", "payment_events", "mails", "needs"].includes(
      table,
    )
      ? "id"
      : table === "calls"
        ? "payment_id"
        : "order_id";
    handle.exec(
      `INSERT INTO ${table} (${columns.map(({ name }) => `"${name}"`).join(", ")})
       SELECT ${values.join(", ")} FROM ${table} WHERE ${owner} LIKE '%seed-%'`,
    );
  }
}

function renamed(column: string, n: number) {
  return `replace(replace("${column}", 'seed-', 'copy${n}-'), 'du_seed', 'du_copy${n}-')`;
}

function copied(table: string, name: string, type: string, n: number): string {
  // A copy gets its place in the chain like a new transfer, and is sealed alone until then.
  if (table === "transfers" && name === "seq") return "NULL";
  if (table === "transfers" && name === "seal") {
    const said = [
      "id",
      "order_id",
      "payment_id",
      "debit",
      "credit",
      "amount",
      "currency",
      "live",
      "key_pair",
      "cause",
      "transaction",
      "at",
    ];
    return `seal_of(${said.map((one) => (/id$|transaction/.test(one) ? renamed(one, n) : `"${one}"`)).join(", ")})`;
  }
  if (name === "number_end") return `substr("number" || '-${n}', -4)`;
  if (name === "number" || name === "gateway_order_id") return `"${name}" || '-${n}'`;
  return type.toLowerCase() === "text" ? renamed(name, n) : `"${name}"`;
}

function minutesSince(begun: number) {
  return ((performance.now() - begun) / 60_000).toFixed(1);
}
