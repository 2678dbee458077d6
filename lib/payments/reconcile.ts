import { dueCalls } from "@/db/calls";
import { dueNews, eraseBodies } from "@/db/inbox";
import { dueOrders } from "@/db/orders";
import { db, sweepCounts, transaction } from "@/db/store";
import { days, hours, later, now, seconds, sleep } from "../clock";
import { log } from "../log";
import { pursue } from "./ask";
import { expire } from "./expire";
import { workOnNews } from "./inbox";
import { workOn } from "./lease";

/** How often the loop looks for work, in milliseconds. */
const tickMs = seconds(2);
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
    each(dueC, (call) => workOn(call, at, () => pursue(call.id))),
    each(dueN, (news) => workOnNews(news.id)),
    each(dueO, (order) => expire(order.id, at)),
  ]);
  await eraseNowAndThen(at);
  return { calls: dueC.length, news: dueN.length, orders: dueO.length };
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
  sweepCounts(at);
  await transaction((tx) => eraseBodies(tx, later(at, -keepBodiesMs)));
}
