import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";
import { backupsIn, readBackup } from "@/db/backup";
import { lastBackup, lastRestore } from "@/db/backup/rows";
import { holdRunning, ShopRuns } from "@/db/running";
import { closeStore, db } from "@/db/store";
import { query } from "@/scripts/kit/test-databases";
import { listenForAlarms } from "@/testing/alarms";
import { takeMoney, toss, withPairs } from "@/testing/gateway";
import { anAttempt, aPaidPayment, orderNow, paymentNow } from "@/testing/makers";
import { stripe } from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { verifyChain } from "../books/chain";
import { auditOrder } from "../books/invariants";
import { hours, later, now, seconds } from "../clock";
import { straysPage } from "../desk/read/lists";
import { receive, workOnNews } from "../payments/worker/inbox";
import { reconcileOnce } from "../payments/worker/reconcile";
import { compareSinceRestore } from "../payments/worker/since-restore";
import { env } from "../settings/env";
import { restore } from "./restore";
import { backUpWhenDue } from "./schedule";
import { backUp } from "./take";

const onPostgres = inject("template").engine === "postgresql";
const manager = { id: "manager", name: "Mina", role: "manager" } as never;
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twotrack-backups-"));
  withPairs("widget");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Restores as the command does: in a process without a running shop. */
async function restoreHere(path: string) {
  await closeStore();
  return restore(path);
}

const strays = async () => (await straysPage(manager)).rows;

describe("the machine is lost", () => {
  test("what was paid before the backup is in the books, and what was paid after it is named", async () => {
    const before = await Promise.all([aPaidPayment(), aPaidPayment()]);
    const unpaid = await anAttempt();
    const { path, manifest } = await backUp(folder);
    const after = [await aPaidPayment(), await aPaidPage()];
    // Stripe's list includes a charge one second after it was made.
    await stripe.clock.advance(seconds(1));
    const { paymentKey } = await toss.payments.open({
      orderId: unpaid.payment.gatewayOrderId,
      amount: unpaid.payment.amount,
    });
    await takeMoney({ paymentKey, orderId: unpaid.payment.gatewayOrderId, amount: unpaid.payment.amount });

    const { kept } = await restoreHere(path);
    expect(kept).toBeTruthy();
    expect((await lastRestore(db))?.moment).toEqual(new Date(manifest.moment));
    for (const { order } of before) expect(await orderNow(order)).toMatchObject({ status: "paid" });
    await expect(orderNow(after[0]?.order ?? unpaid.order)).rejects.toThrow();

    const alarms = listenForAlarms();
    expect(await compareSinceRestore(now())).toMatchObject({ strays: 2 });
    await reconcileOnce();
    expect(await orderNow(unpaid.order)).toMatchObject({ status: "paid" });
    expect((await strays()).map(({ gatewayOrderId }) => gatewayOrderId).sort()).toEqual(
      after.map(({ payment }) => payment.gatewayOrderId).sort(),
    );
    for (const { payment } of after)
      expect(await strays()).toContainEqual(
        expect.objectContaining({ amount: payment.amount, refunded: 0, currency: payment.currency }),
      );
    expect(alarms().map(({ why }) => why)).toEqual(["not_in_books", "not_in_books"]);
    // Reported once, however often it is detected.
    expect(await compareSinceRestore(now())).toBeUndefined();
    await hears(after[0]?.payment.gatewayOrderId ?? "");
    expect(await strays()).toHaveLength(2);
    for (const { order } of [...before, unpaid]) expect(await auditOrder(order.id)).toEqual([]);
    for (const name of ["audit_log", "transfers"] as const)
      expect((await verifyChain(name)).faults).toEqual([]);
  });

  test("the database that was there is kept beside it", async () => {
    const { order } = await aPaidPayment();
    const { path } = await backUp(folder);
    const later = await aPaidPayment();
    const { kept = "" } = await restoreHere(path);
    const rows = await (onPostgres
      ? query(process.env.DATABASE_URL ?? "", `SELECT number FROM ${kept.replace("schema ", "")}.orders`)
      : query(`file:${kept}`, "SELECT number FROM orders"));
    expect(rows.map(({ number }) => number)).toEqual(
      expect.arrayContaining([order.number, later.order.number]),
    );
  });

  test("a backup is restored twice, and onto nothing", async () => {
    const { order } = await aPaidPayment();
    const { path } = await backUp(folder);
    await restoreHere(path);
    await restoreHere(path);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await paymentNow({ id: (await orderNow(order)).winnerPaymentId ?? "" })).toMatchObject({
      status: "paid",
    });
  });
});

/** Receives and processes a Toss webhook about an attempt. */
async function hears(orderId: string) {
  const body = JSON.stringify({ eventType: "PAYMENT_STATUS_CHANGED", data: { orderId, status: "DONE" } });
  const id = await receive("toss", body, new Headers(), now());
  if (id) await workOnNews(id);
}

test("a backup is private, complete and recorded", async () => {
  await aPaidPayment();
  const { path, manifest } = await backUp(folder);
  for (const name of readdirSync(path)) expect(statSync(join(path, name)).mode & 0o077).toBe(0);
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(manifest.rows).toMatchObject({ staff: 0 });
  expect(manifest.rows.orders).toBeGreaterThan(0);
  expect(manifest.sums).not.toEqual([]);
  expect(await lastBackup(db)).toMatchObject({ place: path, moment: new Date(manifest.moment), fault: null });
  expect(readdirSync(folder)).toEqual([path.split("/").at(-1)]);
});

describe("a restore is refused, and changes nothing", () => {
  test("while a shop runs", async () => {
    const { path } = await backUp(folder);
    const letGo = await holdRunning();
    const { order } = await aPaidPayment();
    await expect(restoreHere(path)).rejects.toThrow(ShopRuns);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    await letGo();
  });

  test("of files that were changed, are missing, or are no backup", async () => {
    const { path, manifest } = await backUp(folder);
    const other = await backUp(folder);
    const { order } = await aPaidPayment();
    await expect(restoreHere(folder)).rejects.toThrow("holds several backups");
    writeFileSync(join(path, manifest.files[0]?.name ?? ""), "half of it");
    await expect(restoreHere(path)).rejects.toThrow("is not as it was written");
    rmSync(join(path, manifest.files[0]?.name ?? ""));
    await expect(restoreHere(path)).rejects.toThrow("is missing");
    rmSync(join(path, "manifest.json"));
    await expect(restoreHere(path)).rejects.toThrow("There is no backup at");
    expect(backupsIn(folder)).toEqual([other.path]);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("of a newer release, of another engine, and of a made-up manifest", async () => {
    const { path, manifest } = await backUp(folder);
    const say = (differs: object) =>
      writeFileSync(join(path, "manifest.json"), JSON.stringify({ ...manifest, ...differs }));
    say({ migration: manifest.migration + 1 });
    await expect(readBackup(path)).rejects.toThrow("newer release");
    say({ engine: onPostgres ? "sqlite" : "postgresql" });
    await expect(readBackup(path)).rejects.toThrow("DATABASE_URL names");
    say({ files: [{ name: "../../etc/passwd", bytes: 1, sha256: "x".repeat(64) }] });
    await expect(readBackup(path)).rejects.toThrow("manifest.json");
  });
});

describe("on a schedule", () => {
  const withSchedule = (everyHours: number, keep: number, to = folder) => {
    const settings = env();
    const before = settings.backup;
    settings.backup = { folder: to, everyHours, keep };
    onTestFinished(() => {
      settings.backup = before;
    });
  };

  test("one of several instances makes it when it is due, and a set number is kept", async () => {
    withSchedule(24, 1);
    const at = later(now(), hours(48));
    const tried = await Promise.all([backUpWhenDue(at), backUpWhenDue(at)]);
    expect(tried.sort()).toEqual([false, true]);
    expect(backupsIn(folder)).toHaveLength(1);
    expect(await backUpWhenDue(later(at, hours(23)))).toBe(false);
    const [first] = backupsIn(folder);
    expect(await backUpWhenDue(later(at, hours(25)))).toBe(true);
    expect(backupsIn(folder)).toHaveLength(1);
    expect(backupsIn(folder)).not.toEqual([first]);
  });

  test("a failed one raises an alarm and is retried within the hour, and a backup that is too old raises one too", async () => {
    await backUp(folder);
    const blocked = join(folder, "a file");
    writeFileSync(blocked, "");
    withSchedule(24, 1, blocked);
    const alarms = listenForAlarms();
    const at = later(now(), hours(200));
    expect(await backUpWhenDue(at)).toBe(true);
    expect(await backUpWhenDue(at)).toBe(false);
    expect(alarms()).toHaveLength(2);
    expect(await backUpWhenDue(later(at, hours(1)))).toBe(true);
    expect((await lastBackup(db))?.fault).toBeNull();
    expect(existsSync(blocked)).toBe(true);
  });
});
