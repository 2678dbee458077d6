import { dueCalls } from "@/db/calls";
import { dueNews, eraseBodies } from "@/db/inbox";
import { dueOrders } from "@/db/orders";
import { duePayments } from "@/db/payments";
import { db, sweepCounts, transaction } from "@/db/store";
import { days, hours, later, now, seconds } from "../clock";
import { each, type Loop } from "../loop";
import { pursue } from "./ask";
import { lookWhenDue } from "./due-look";
import { expire } from "./expire";
import { workOnNews } from "./inbox";
import { workOn } from "./lease";

/** How many rows of each kind one turn takes on, and how many it works on side by side. */
const batch = 50;
const sideBySide = 8;

/** The one loop that finds out what is not known; nothing else retries. */
export const reconcile: Loop = { name: "reconcile", everyMs: seconds(2), turn: reconcileOnce };

/**
 * One turn: finds out about calls, works on webhooks, asks for what comes late, ends orders whose time is over, erases
 * old bodies.
 */
export async function reconcileOnce(): Promise<{
  calls: number;
  news: number;
  looks: number;
  orders: number;
}> {
  const at = now();
  const [dueC, dueN, dueL, dueO] = await Promise.all([
    dueCalls(db, at, batch),
    dueNews(db, at, batch),
    duePayments(db, at, batch),
    dueOrders(db, at, batch),
  ]);
  await Promise.all([
    each(dueC, sideBySide, (call) => workOn(call, at, () => pursue(call.id))),
    each(dueN, sideBySide, (news) => workOnNews(news.id)),
    each(dueL, sideBySide, (payment) => lookWhenDue(payment, at)),
    each(dueO, sideBySide, (order) => expire(order.id, at)),
  ]);
  await eraseNowAndThen(at);
  return { calls: dueC.length, news: dueN.length, looks: dueL.length, orders: dueO.length };
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
