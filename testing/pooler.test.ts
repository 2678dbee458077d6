import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, inject, test } from "vitest";
import { findPgbouncer, startPgbouncer } from "@/scripts/kit/pgbouncer.mjs";
import { query } from "@/scripts/kit/test-databases";
import { scriptOf } from "@/scripts/kit/test-programs";

// pgbouncer with its defaults, in transaction mode: it rejects startup parameters, and each transaction may run on a
// different server connection.

const direct = process.env.DATABASE_URL ?? "";
const usable = inject("template").engine === "postgresql" && findPgbouncer() !== undefined;

/** Starts an instance, as far as its migration goes. */
const migrate = () =>
  promisify(execFile)(process.execPath, [scriptOf("scripts/migrate.ts")], {
    env: { ...process.env },
  });

describe.runIf(usable)("behind a pooler in transaction mode", async () => {
  if (!usable) return;
  const pooler = await startPgbouncer(direct);
  afterAll(pooler.stop);
  process.env.DATABASE_URL = pooler.url;

  const { aPaidPayment, orderNow } = await import("@/testing/makers");
  const { refund } = await import("@/lib/payments/refunds/refund");
  const { counter, db, transaction } = await import("@/db/store");
  const { patience } = await import("@/db/unit");
  const { products } = await import("@/db/schema");
  const { underMigrationLock } = await import("@/db/migration-lock");
  const { addStaff } = await import("@/lib/desk/staff/accounts");
  const { everybody } = await import("@/lib/desk/staff/people");
  const { now } = await import("@/lib/clock");

  test("an instance starts three times, and two start at once", async () => {
    for (let n = 0; n < 3; n += 1) await migrate();
    await Promise.all([migrate(), migrate()]);
    expect(
      await query(
        direct,
        "SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND datname = current_database()",
      ),
    ).toEqual([]);
  });

  test("statements outside transactions then have their own limits", async () => {
    const limits = await query(
      direct,
      "SELECT current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle",
    );
    expect(limits).toEqual([{ statement: "10s", idle: "15s" }]);
  });

  test("many buy at once, and are refunded", async () => {
    const paid = await Promise.all(Array.from({ length: 12 }, () => aPaidPayment()));
    for (const { order, payment } of paid) {
      expect((await orderNow(order)).status).toBe("paid");
      const wish = { reason: "Too small", requestedBy: "operator", waitMs: 8_000 } as const;
      expect((await refund({ paymentId: payment.id, ...wish })).state).toBe("done");
    }
  });

  test("a transaction has its limits on whatever connection it gets, and leaves nothing on it", async () => {
    const limit = sql<string>`setting`;
    const inside = await transaction((tx) =>
      tx.select({ limit }).from(sql`pg_settings`).where(sql`name = 'statement_timeout'`),
    );
    expect(inside).toEqual([{ limit: String(10_000 * patience()) }]);
    const left = await query(pooler.url, "SELECT name FROM pg_prepared_statements");
    expect(left).toEqual([]);
  });

  test("counting and staff work over changing connections", async () => {
    const budget = counter({ name: "pooled", points: 1_000, seconds: 60 });
    await Promise.all(Array.from({ length: 50 }, () => budget.consume("mina")));
    expect((await budget.get("mina"))?.consumedPoints).toBe(50);
    await addStaff(
      { name: "Jun", email: "jun@shop.example", role: "support" },
      { by: "operator", now: now() },
    );
    expect((await everybody()).map(({ email }) => email)).toEqual(["jun@shop.example"]);
    expect(await db.select().from(products)).toBeDefined();
  });

  test("an instance that waits for another one's migration is finally told what to do", async () => {
    await underMigrationLock(async () => {
      await expect(underMigrationLock(async () => {}, 100)).rejects.toThrow(
        /Another instance migrates this database. Waited for 0.1 s. It is process \d+ of the server, since 2/,
      );
    });
    await underMigrationLock(async () => {}, 100);
  });
});
