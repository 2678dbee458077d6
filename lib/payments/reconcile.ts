import { dueCalls, leaseCall } from "@/db/calls";
import { dueNews, eraseBodies } from "@/db/inbox";
import { dueOrders } from "@/db/orders";
import type { Call } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { days, hours, later, minutes, now, seconds, sleep } from "../clock";
import { log } from "../log";
import { pursue } from "./ask";
import { expire } from "./expire";
import { workOnNews } from "./inbox";

/** How often the loop looks for work, in milliseconds. */
const tickMs = seconds(2);
/** How long one loop has a call to itself. Only a courtesy: asking twice under one key is harmless. */
const leaseMs = seconds(15);
/** How many rows of each kind one turn takes on, and how many it works on side by side. */
const batch = 50;
const sideBySide = 8;

// On globalThis because a development server loads this module anew and must not start a second loop.
const scope = globalThis as typeof globalThis & { twotrackReconcile?: AbortController };

/** Starts the loop of this process, once. */
export function startReconcile() {
  if (scope.twotrackReconcile) return;
  scope.twotrackReconcile = new AbortController();
  void runReconcile(scope.twotrackReconcile.signal);
}

/** Works until `signal` aborts. Any number of instances may run it. */
export async function runReconcile(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await reconcileOnce();
    } catch (error) {
      log.error({ err: error }, "a turn of reconcile broke off");
    }
    await sleep(tickMs, signal);
  }
}

/** One turn: finds out about calls, works on webhooks, ends orders whose time is over, erases old bodies. */
export async function reconcileOnce(): Promise<{ calls: number; news: number; orders: number }> {
  const at = now();
  const [dueC, dueN, dueO] = await Promise.all([
    dueCalls(db, at, batch),
    dueNews(db, at, batch),
    dueOrders(db, at, batch),
  ]);
  await Promise.all([
    each(dueC, async (call) => {
      const leased = await lease(call, at);
      if (leased) await pursue(call.id);
    }),
    each(dueN, (news) => workOnNews(news.id)),
    each(dueO, (order) => expire(order.id, at)),
  ]);
  await eraseNowAndThen(at);
  return { calls: dueC.length, news: dueN.length, orders: dueO.length };
}

const lease = (call: Call, at: Date) =>
  transaction((tx) => leaseCall(tx, call.id, at, later(at, leaseMs), nextAttempt(call.askedAt, at)));

/** After 10 s, 20 s, every minute for a quarter of an hour, every ten for a day, then every hour. */
export function nextAttempt(askedAt: Date, at: Date): Date {
  const age = at.getTime() - askedAt.getTime();
  if (age < seconds(20)) return later(at, seconds(10));
  if (age < seconds(60)) return later(at, seconds(20));
  if (age < minutes(15)) return later(at, minutes(1));
  if (age < days(1)) return later(at, minutes(10));
  return later(at, hours(1));
}

/** Runs `work` on all rows, a few at a time; one that fails does not keep the others from theirs. */
async function each<T>(rows: T[], work: (row: T) => Promise<unknown>) {
  const left = [...rows];
  const worker = async () => {
    for (let row = left.shift(); row; row = left.shift()) {
      try {
        await work(row);
      } catch (error) {
        log.error({ err: error }, "one piece of reconcile's work broke off");
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, rows.length) }, worker));
}

/** Webhook bodies may name people; they are erased after 90 days. */
const keepBodiesMs = days(90);
let erasedAt = 0;

async function eraseNowAndThen(at: Date) {
  if (at.getTime() - erasedAt < hours(1)) return;
  erasedAt = at.getTime();
  await transaction((tx) => eraseBodies(tx, later(at, -keepBodiesMs)));
}
