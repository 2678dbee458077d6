import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import { scriptOf } from "@/scripts/kit/test-programs";

// A shop whose database no longer accepts writes: a full disk under SQLite, a PostgreSQL that became read-only. The
// tests fill a separate disk if they may mount one; otherwise SQLite is told to refuse writes.

const onPostgres = inject("template").engine === "postgresql";
const handles = vi.hoisted(() => [] as { readonly: boolean; open: boolean; pragma(text: string): unknown }[]);
vi.mock("better-sqlite3", async (original) => {
  const { default: Database } = await original<{ default: new (...of: unknown[]) => (typeof handles)[0] }>();
  class Watched extends Database {
    constructor(...given: unknown[]) {
      super(...given);
      handles.push(this);
    }
  }
  return { default: Watched };
});

const disk = onPostgres ? undefined : mountDisk();
if (disk) process.env.DATABASE_URL = `file:${disk.adopt(process.env.DATABASE_URL ?? "")}`;
afterAll(() => disk?.unmount());

const { anAuthenticatedPayment, aWish, orderNow } = await import("@/testing/makers");
const { toss } = await import("@/testing/gateway");
const { turnOurClock } = await import("@/testing/clock");
const { POST: signInRoute } = await import("@/app/admin/api/sign-in/route");
const { POST: orderRoute } = await import("@/app/orders/route");
const { POST: confirmRoute } = await import("@/app/payments/toss/confirm/route");
const { GET: readyRoute } = await import("@/app/readyz/route");
const { databaseUrl } = await import("@/db/columns");
const { orders, calls } = await import("@/db/schema");
const { db } = await import("@/db/store");
const { accessToken } = await import("../orders/access");
const { unready, forgetPulse } = await import("./readiness");
const { addStaff } = await import("../desk/staff/accounts");
const { now, seconds } = await import("../clock");
const { newSpell } = await import("./watch-books");

beforeEach(forgetPulse);

const post = (path: string, body: unknown, token = "") =>
  new Request(`http://localhost:3000${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", origin: "http://localhost:3000", "order-token": token },
  });
const ready = () => readyRoute(new Request("http://localhost:3000/readyz"));
const counted = async () => [(await db.select().from(orders)).length, (await db.select().from(calls)).length];

describe("while nothing can be written", () => {
  test("the shop is not ready, asks no gateway, writes nothing half, and goes on when it can", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const wish = await aWish();
    const token = await accessToken(order.id);
    const confirm = { paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount };
    expect((await ready()).status).toBe(200);
    const email = "minho@shop.test";
    const added = { by: "operator", address: "test", now: now() } as const;
    const { oneTimePassword: password } = await addStaff({ name: "민호", email, role: "viewer" }, added);
    const before = await counted();

    const again = await stopWrites();
    try {
      for (const route of [
        () => orderRoute(post("/orders", { ...wish, locale: "ko" })),
        () => confirmRoute(post("/payments/toss/confirm", confirm, token)),
        () => signInRoute(post("/admin/api/sign-in", { email, password })),
      ]) {
        const answer = await route();
        expect([answer.status, (await answer.json()).code]).toEqual([503, "overloaded"]);
        expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      // Even though the previous result would still be valid for a few seconds.
      const answer = await ready();
      expect([answer.status, (await answer.json()).code]).toEqual([503, "not_ready"]);
      expect(await unready()).toMatchObject({ why: "unwritable" });
      expect(await counted()).toEqual(before);
      expect(await toss.requests({ operation: "confirm" })).toHaveLength(0);
    } finally {
      await again();
    }

    expect((await ready()).status).toBe(503);
    turnOurClock(seconds(4));
    expect((await ready()).status).toBe(200);
    expect((await confirmRoute(post("/payments/toss/confirm", confirm, token))).status).toBe(200);
    expect((await orderNow(order)).status).toBe("paid");
    expect((await orderRoute(post("/orders", { ...wish, locale: "ko" }))).status).toBe(201);
  });

  test("it is noticed even where nobody buys anything", async () => {
    expect(await unready()).toBeUndefined();
    const again = await stopWrites();
    turnOurClock(seconds(4));
    expect(await unready()).toMatchObject({ why: "unwritable" });
    await again();
    turnOurClock(seconds(4));
    expect(await unready()).toBeUndefined();
  });
});

test.runIf(onPostgres || disk)(
  "a start is refused in one sentence, even with nothing to migrate",
  async () => {
    const again = await stopWrites();
    try {
      const start = promisify(execFile)(process.execPath, [scriptOf("scripts/migrate.ts")]);
      await expect(start).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^The database cannot be written \((25006|SQLITE_FULL)\): .*\n$/),
      });
    } finally {
      await again();
    }
  },
);

test("a hundred probes at once, and again within three seconds, cost one write", async () => {
  const beats = async () =>
    (await query(databaseUrl, "SELECT value FROM settings WHERE name = 'heartbeat'"))[0]?.value;
  await Promise.all(Array.from({ length: 100 }, unready));
  const first = await beats();
  turnOurClock(seconds(2));
  await unready();
  expect(await beats()).toBe(first);
  turnOurClock(seconds(2));
  await unready();
  expect(await beats()).not.toBe(first);
});

describe("a period in which the books cannot be written", () => {
  const away = { why: "away", code: "ECONNREFUSED" } as const;
  const full = { why: "unwritable", code: "SQLITE_FULL" } as const;

  test("is reported once, and its end once", () => {
    const spell = newSpell();
    const steps = [undefined, full, full, full, undefined, undefined, full].map((found) => spell.next(found));
    expect(steps).toEqual([undefined, "begins", undefined, undefined, "ends", undefined, "begins"]);
  });

  test("is not reported for a database that restarts meanwhile", () => {
    const spell = newSpell();
    expect([away, away, undefined, away, away, away].map((found) => spell.next(found))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "begins",
    ]);
  });
});

/** Makes all writes fail until the returned function is called. */
async function stopWrites(): Promise<() => Promise<void>> {
  if (onPostgres) return readOnlyPostgres();
  if (disk) {
    disk.fill();
    return async () => disk.empty();
  }
  const writers = handles.filter(({ readonly, open }) => open && !readonly);
  for (const handle of writers) handle.pragma("query_only = ON");
  return async () => {
    for (const handle of writers) handle.pragma("query_only = OFF");
  };
}

async function readOnlyPostgres() {
  const name = new URL(databaseUrl).pathname.slice(1);
  const server = Object.assign(new URL(databaseUrl), { pathname: "/postgres" }).href;
  const turn = async (how: string) => {
    await query(server, `ALTER DATABASE ${name} ${how}`);
    await query(
      server,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
  };
  await turn("SET default_transaction_read_only = on");
  return () => turn("RESET default_transaction_read_only");
}

/** A disk of four megabytes; undefined if these tests may not mount one. */
function mountDisk() {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-disk-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    remove();
    return undefined;
  }
  const filler = join(folder, "filler");
  return {
    adopt(url: string) {
      const file = join(folder, "twotrack.db");
      copyFileSync(url.replace(/^file:/, ""), file);
      copyFileSync(`${url.replace(/^file:/, "")}.staff`, `${file}.staff`);
      return file;
    },
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    empty: () => rmSync(filler, { force: true }),
    unmount() {
      execFileSync("umount", ["-l", folder]);
      remove();
    },
  };
}
