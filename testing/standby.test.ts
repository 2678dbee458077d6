// @module-tag slow

import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, describe, expect, inject, test } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import { scriptOf } from "@/scripts/kit/test-programs";
import { patient } from "./load";
import { canStandBy, startPair } from "./standby-pair";

// The primary dies during a rush and the standby takes over: every order reported as paid is in the books, once, and
// the gateway took what the books say. `npm run drill -- standby` runs it five times.
const rounds = Number(process.env.STANDBY_ROUNDS ?? 1);
const buyers = 300;
const usable = inject("template").engine === "postgresql" && canStandBy;
const longTest = { tags: ["deep"], timeout: patient(240_000) };

describe.runIf(usable).each(Array.from({ length: rounds }, (_, n) => n + 1))("round %i", () => {
  test("a primary that dies during a rush loses nothing, and nothing is paid twice", longTest, async () => {
    const pair = await startPair();
    afterAll(pair.stop);
    process.env.DATABASE_URL = pair.url;
    await promisify(execFile)(process.execPath, [scriptOf("scripts/migrate.ts")], {
      env: process.env,
    });
    const { vi } = await import("vitest");
    vi.resetModules();
    const { aProduct, aWish, anAttempt, authenticate, confirmWith, orderNow } = await import("./makers");
    const { createOrder } = await import("@/lib/orders/create");
    const { reconcileOnce } = await import("@/lib/payments/worker/reconcile");
    const { closeStore } = await import("@/db/store");
    const { toss } = await import("./gateway");
    const { readBooks } = await import("@/lib/books/read");
    const { faultsOf } = await import("@/lib/books/invariants");
    const { unrestOf } = await import("@/lib/books/rest");
    const { now } = await import("@/lib/clock");
    const { letClockRun } = await import("./clock");
    letClockRun();

    const { sku } = await aProduct({ stock: buyers * 3 });
    let [told, failures] = [0, 0];
    /** Retries, as a page does, until there is an answer. */
    const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
      for (;;)
        try {
          return await ask();
        } catch {
          failures += 1;
          await pause(300);
        }
    };
    const buy = async () => {
      const order = await insist(async () => {
        const wish = await aWish([{ sku, quantity: 1 }]);
        return (await createOrder(wish, undefined, undefined, now())).order;
      });
      const { payment } = await insist(() => anAttempt(order));
      const paymentKey = await authenticate(payment);
      await insist(async () => {
        const answered = await confirmWith(payment, paymentKey);
        if (answered.status !== "paid") throw new Error(answered.status);
      });
      told += 1;
      return { order, payment };
    };
    let next = 0;
    const bought: Awaited<ReturnType<typeof buy>>[] = [];
    const line = async () => {
      while (next++ < buyers) bought.push(await buy());
    };
    const rush = Promise.all(Array.from({ length: 16 }, line));
    // The instance's loops keep running.
    const loops = new AbortController();
    const looping = (async () => {
      while (!loops.signal.aborted) {
        await reconcileOnce().catch(() => {});
        await pause(500);
      }
    })();
    while (told < buyers / 3) await pause(20);
    const toldBefore = told;
    const begun = performance.now();
    await pair.failOver();
    const tookOver = performance.now() - begun;
    await rush;
    loops.abort();
    await looping;
    await reconcileOnce();

    let [inBooks, charged] = [0, 0];
    for (const { order, payment } of bought) {
      const books = await readBooks(order.id);
      expect([...faultsOf(books), ...unrestOf(books)]).toEqual([]);
      expect(await orderNow(order)).toMatchObject({ status: "paid" });
      const taken = await toss.payments.list(payment.gatewayOrderId);
      expect(taken).toMatchObject([{ status: "DONE", totalAmount: order.amount }]);
      charged += order.amount;
    }
    for (const { amount } of await query(pair.url, "SELECT amount FROM transfers WHERE cause = 'capture'"))
      inBooks += Number(amount);
    expect(inBooks).toBe(charged);
    expect(bought).toHaveLength(buyers);
    expect(failures).toBeGreaterThan(0);
    console.log(
      `${buyers} paid, ${toldBefore} of them before the primary died; the standby took over in ${(tookOver / 1_000).toFixed(1)} s; ` +
        `${failures} asks failed and were repeated; books and gateway both say ${charged}`,
    );
    await closeStore();
  });
});
