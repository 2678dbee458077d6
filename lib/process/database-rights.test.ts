import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { copyTemplate, makeTemplate, query, removeCopies } from "@/scripts/kit/test-databases";
import { scriptOf } from "@/scripts/kit/test-programs";

// Emptying the shop between tests deletes the books, which the shop's account may not do.
vi.mock("@/testing/empty", () => ({ emptyShop: async () => {} }));

const onPostgres = inject("template").engine === "postgresql";

/** An empty database: its owner's URL, and the URL of an account without any rights. */
async function twoAccounts() {
  const template = await makeTemplate("postgresql", []);
  const owner = await copyTemplate(template);
  const account = `twotrack_app_${randomBytes(5).toString("hex")}`;
  await query(owner, `CREATE ROLE ${account} LOGIN PASSWORD 'rows only'`);
  const url = new URL(owner);
  url.username = account;
  url.password = "rows only";
  return {
    owner,
    app: url.href,
    async remove() {
      await removeCopies(template);
      await query(serverOf(owner), `DROP ROLE ${account}`);
    },
  };
}

const serverOf = (url: string) => Object.assign(new URL(url), { pathname: "/postgres" }).href;

const migrate = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [scriptOf("scripts/migrate.ts")], {
    env: { ...process.env, ...env },
  });

describe.runIf(onPostgres)("an account that reads and writes rows", async () => {
  if (!onPostgres) return;
  const { owner, app, remove } = await twoAccounts();
  afterAll(remove);
  await migrate({ DATABASE_URL: app, MIGRATE_DATABASE_URL: owner });
  process.env.DATABASE_URL = app;

  const { aPaidPayment, orderNow } = await import("@/testing/makers");
  const { refund } = await import("../payments/refunds/refund");
  const { sealTransfers, verifyChain } = await import("../books/chain");
  const { addStaff } = await import("../desk/staff/accounts");
  const { everybody } = await import("../desk/staff/people");
  const { closeStaff } = await import("../desk/staff/auth");
  const { now } = await import("../clock");
  const { checkDatabase } = await import("@/db/health");
  const { mayChangeTables } = await import("@/db/rights");
  const { closeStore } = await import("@/db/store");
  const { backUp } = await import("../backup/take");

  test("sells, refunds, seals its books and adds staff", async () => {
    await checkDatabase();
    const { order, payment } = await aPaidPayment();
    expect((await orderNow(order)).status).toBe("paid");
    const given = await refund({
      paymentId: payment.id,
      reason: "Too small",
      requestedBy: "operator",
      waitMs: 8_000,
    });
    expect(given.state).toBe("done");
    await addStaff(
      { name: "Jun", email: "jun@shop.example", role: "support" },
      { by: "operator", now: now() },
    );
    expect((await everybody()).map(({ email }) => email)).toEqual(["jun@shop.example"]);
    while ((await sealTransfers()) > 0);
    for (const name of ["audit_log", "transfers"] as const) {
      const { head, faults } = await verifyChain(name);
      expect(head.seq).toBeGreaterThan(0);
      expect(faults).toEqual([]);
    }
    expect(await mayChangeTables()).toBe(false);
    await closeStaff();
  });

  test("takes a backup, which the owner restores, and then has the same rights", async () => {
    const folder = mkdtempSync(join(tmpdir(), "twotrack-backups-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { order } = await aPaidPayment();
    const { path } = await backUp(folder);
    await closeStore();
    await promisify(execFile)(process.execPath, [scriptOf("scripts/restore.ts"), path], {
      env: { ...process.env, DATABASE_URL: app, MIGRATE_DATABASE_URL: owner },
    });
    expect((await orderNow(order)).status).toBe("paid");
    expect(await mayChangeTables()).toBe(false);
  });

  test.each([
    "DROP TABLE orders",
    "ALTER TABLE orders ADD COLUMN extra text",
    "TRUNCATE orders CASCADE",
    "CREATE TABLE more (id text)",
    "CREATE INDEX more ON orders (status)",
    "DROP TABLE staff",
    "DELETE FROM audit_log",
    "DELETE FROM transfers",
    "UPDATE audit_log SET actor = 'nobody'",
    "UPDATE transfers SET amount = 1",
    "DELETE FROM drizzle.__drizzle_migrations",
    "DROP TABLE counts",
  ])("may not: %s", async (statement) => {
    await expect(query(app, statement)).rejects.toThrow(/must be owner|permission denied/);
  });

  test("may use a table that a later migration makes", async () => {
    await query(owner, "CREATE TABLE later (id text)");
    await query(app, "INSERT INTO later VALUES ('1')");
    expect(await query(app, "SELECT id FROM later")).toEqual([{ id: "1" }]);
    await expect(query(app, "DROP TABLE later")).rejects.toThrow("must be owner");
  });

  test("a migration is refused where the account could still change tables", async () => {
    const { stderr } = await migrate({
      DATABASE_URL: `${owner}?application_name=shop`,
      MIGRATE_DATABASE_URL: owner,
    }).catch((error) => error);
    expect(stderr).toContain("The account of DATABASE_URL may change tables");
  });

  test("a migration is refused where the two accounts belong to two databases", async () => {
    const { stderr } = await migrate({ DATABASE_URL: app, MIGRATE_DATABASE_URL: serverOf(owner) }).catch(
      (error) => error,
    );
    expect(stderr).toContain("name two databases");
    expect(stderr).not.toContain("rows only");
  });
});
