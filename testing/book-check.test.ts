import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { alarms, auditLog, settings, transfers } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { lastVerified } from "@/db/verified";
import { deliverAlarms } from "@/lib/alarms/delivery/deliver";
import { checkBooksWhenDue } from "@/lib/book-check/nightly";
import { days, hours, later, minutes, now } from "@/lib/clock";
import { booksHealth } from "@/lib/desk/read/books";
import { books } from "@/lib/doctor/checks/books";
import { log } from "@/lib/log";
import { forgetScrape, scrape } from "@/lib/metrics/scrape";
import { seoulDayBegan } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { listenForAlarms } from "./alarms";
import { aPaidPayment } from "./makers";

const viewer = { id: "viewer", name: "Yuna", role: "viewer" } as never;
const never = AbortSignal.timeout(days(1));

/** Changes settings for the duration of the test. */
function withSettings(given: Partial<ReturnType<typeof env>>) {
  const before = { ...env() };
  Object.assign(env(), given);
  onTestFinished(() => void Object.assign(env(), before));
}

beforeEach(async () => {
  await transaction(async (tx) => {
    for (const name of ["verified", "verification_begun", "unverified_since"])
      await tx.delete(settings).where(eq(settings.name, name));
    await tx.delete(alarms);
    await tx.delete(auditLog);
  });
  withSettings({ verifyAtMs: 0 });
});

const figure = async (name: string) => {
  forgetScrape();
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(await scrape())?.[1]);
};

describe("the shop verifies its books by itself", () => {
  test("once a day, by one of all instances", async () => {
    await aPaidPayment();
    expect(await booksHealth(viewer, now())).toMatchObject({ verifiedAt: null, isOverdue: false });
    expect(await books.run(never)).toMatchObject({ is: "warn", says: "books_never" });
    const tried = await Promise.all([checkBooksWhenDue(now()), checkBooksWhenDue(now())]);
    expect(tried.filter(Boolean)).toHaveLength(1);
    const first = await lastVerified(db);
    expect(first).toMatchObject({ faults: 0 });
    expect(await checkBooksWhenDue(now())).toBe(false);
    expect(await lastVerified(db)).toEqual(first);
    expect(await booksHealth(viewer, now())).toMatchObject({ verifiedAt: first?.at, faults: 0 });
    expect(await books.run(never)).toMatchObject({ is: "pass", says: "books_good" });
    expect(await figure("twotrack_books_verified_timestamp_seconds")).toBe(Number(first?.at) / 1_000);
    // The next day it is due again.
    expect(await checkBooksWhenDue(later(now(), days(1)))).toBe(true);
    expect((await lastVerified(db))?.at).not.toEqual(first?.at);
  });

  test("not before the set time, and not where it is turned off", async () => {
    withSettings({ verifyAtMs: hours(4) + minutes(30) });
    const midnight = seoulDayBegan(now());
    expect(await checkBooksWhenDue(later(midnight, hours(4)))).toBe(false);
    withSettings({ verifyAtMs: undefined });
    expect(await checkBooksWhenDue(later(midnight, hours(5)))).toBe(false);
    expect(await lastVerified(db)).toBeUndefined();
  });

  test("and raises an alarm for a changed row until it is restored", async () => {
    const { payment } = await aPaidPayment();
    const ofIt = eq(transfers.paymentId, payment.id);
    const change = (amount: number) => transaction((tx) => tx.update(transfers).set({ amount }).where(ofIt));
    await change(payment.amount + 1);
    const logged = vi.spyOn(log, "error");
    onTestFinished(() => void logged.mockRestore());
    expect(await checkBooksWhenDue(now())).toBe(true);
    expect(await lastVerified(db)).toMatchObject({ faults: 1 });
    expect(logged.mock.calls).toEqual([
      [
        expect.objectContaining({ alarm: true, faults: 1, said: expect.stringContaining("tr_") }),
        expect.any(String),
      ],
    ]);
    await deliverAlarms();
    expect(await db.select().from(alarms)).toMatchObject([
      { name: "chain_broken", count: 1, lines: ["faults=1"], over: false },
    ]);
    expect(await booksHealth(viewer, now())).toMatchObject({ faults: 1 });
    expect(await books.run(never)).toMatchObject({ is: "fail", says: "books_changed", with: { count: 1 } });
    expect(await figure("twotrack_books_faults")).toBe(1);
    await change(payment.amount);
    await checkBooksWhenDue(later(now(), days(1)));
    await deliverAlarms();
    expect(await lastVerified(db)).toMatchObject({ faults: 0 });
    expect(await db.select().from(alarms)).toMatchObject([{ name: "chain_broken", over: true }]);
  });
});

describe("a check that fails", () => {
  test("is tried again hours later, and after two days an operator is alarmed", async () => {
    vi.stubEnv("SESSION_SECRET", "another secret, which does not open the key of the chains");
    onTestFinished(() => void vi.unstubAllEnvs());
    await aPaidPayment();
    const raised = listenForAlarms();
    const begun = now();
    expect(await checkBooksWhenDue(begun)).toBe(true);
    expect(await checkBooksWhenDue(later(begun, hours(5)))).toBe(false);
    expect(await checkBooksWhenDue(later(begun, hours(7)))).toBe(true);
    expect(raised()).toEqual([]);
    expect(await checkBooksWhenDue(later(begun, days(2) + hours(1)))).toBe(true);
    expect(raised()).toHaveLength(1);
    await deliverAlarms();
    expect(await db.select().from(alarms)).toMatchObject([{ name: "books_unverified", over: false }]);
    expect(await lastVerified(db)).toBeUndefined();
    withSettings({ live: true });
    expect(await booksHealth(viewer, now())).toMatchObject({ isOverdue: true });
    withSettings({ live: false });
    vi.unstubAllEnvs();
    expect(await checkBooksWhenDue(later(begun, days(2) + hours(8)))).toBe(true);
    await deliverAlarms();
    expect(await lastVerified(db)).toMatchObject({ faults: 0 });
    expect(await db.select().from(alarms)).toMatchObject([{ name: "books_unverified", over: true }]);
  });

  test("because the shop stops is left to the next instance", async () => {
    expect(await checkBooksWhenDue(now(), AbortSignal.abort())).toBe(true);
    expect(await lastVerified(db)).toBeUndefined();
    expect(await checkBooksWhenDue(now())).toBe(true);
    expect(await lastVerified(db)).toMatchObject({ faults: 0 });
  });
});
