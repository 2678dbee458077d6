import { dueKeys } from "@/db/brought-keys";
import { dueCalls } from "@/db/calls";
import { eraseLateBodies } from "@/db/erase";
import { deleteStrangeNews, dueNews, eraseBodies } from "@/db/inbox";
import { dueOrders } from "@/db/orders";
import { duePayments } from "@/db/payments";
import { deleteStaffLetters } from "@/db/staff-letters";
import { db, sweepCounts, transaction } from "@/db/store";
import { gatewayNames } from "@/lib/contracts/gateways";
import { sealTransfers, tellHeads } from "../../books/chain";
import { days, hours, later, now, seconds } from "../../clock";
import { gateway } from "../../gateways";
import { forgetOldKeys } from "../../http/idempotency";
import { each, type Loop, startLoop } from "../../loop";
import { erasePeopleInTime } from "../../orders/erase";
import { askInItsTurn } from "../checkout/brought-keys";
import { expire } from "../ending/expire";
import { pursue } from "../engine/ask";
import { workOn } from "../engine/lease";
import { dailyLook } from "./daily-look";
import { workOnNews } from "./inbox";
import { pollWhenDue } from "./poll";
import { lookSinceRestore } from "./since-restore";
import { writeTroubles } from "./troubles";
import { noticeUnknown } from "./unknown";

/** How many rows one turn of a queue takes on, and how many it works on side by side. */
const batch = 50;
const sideBySide = 8;

type Kind = "calls" | "keys" | "news" | "looks" | "orders";

/** Work of one kind whose time comes. Queues do not wait for each other: each has its own loop. */
type Queue = { name: string; kind: Kind; turn(at: Date): Promise<number> };

/** Takes on what is due, and answers how much that was. */
const queue = <Row>(
  kind: Kind,
  of: string,
  due: (at: Date) => Promise<Row[]>,
  work: (row: Row, at: Date) => Promise<unknown>,
): Queue => ({
  name: `${kind} of ${of}`,
  kind,
  async turn(at) {
    const rows = await due(at);
    await each(rows, sideBySide, (row) => work(row, at));
    return rows.length;
  },
});

/** What asks a gateway waits for that gateway alone. */
const queues: Queue[] = [
  ...gatewayNames.flatMap((gateway) => [
    queue(
      "calls",
      gateway,
      (at) => dueCalls(db, at, batch, gateway),
      (call, at) => workOn(call, at, () => pursue(call.id)),
    ),
    queue(
      "news",
      gateway,
      (at) => dueNews(db, at, batch, gateway),
      (news) => workOnNews(news.id),
    ),
    queue(
      "looks",
      gateway,
      (at) => duePayments(db, at, batch, gateway),
      (payment, at) => pollWhenDue(payment, at),
    ),
  ]),
  ...gatewayNames
    .filter((name) => gateway(name).severalWindows)
    .map((name) => queue("keys", name, (at) => dueKeys(db, at, batch, name), askInItsTurn)),
  queue(
    "orders",
    "the shop",
    (at) => dueOrders(db, at, batch),
    (order, at) => expire(order.id, at),
  ),
];

/** The loops that find out what is not known; nothing else retries. */
export const reconcile: Loop[] = [
  ...queues.map(({ name, turn }) => ({
    name: `reconcile ${name}`,
    everyMs: seconds(2),
    turn: () => turn(now()),
  })),
  { name: "notice what is not known", everyMs: seconds(20), turn: () => noticeUnknown(now()) },
  { name: "troubles", everyMs: seconds(2), turn: () => writeTroubles(now()) },
  dailyLook,
  lookSinceRestore,
  { name: "seal transfers", everyMs: seconds(2), turn: sealTransfers },
  { name: "where the chains end", everyMs: hours(1), turn: tellHeads },
  { name: "erase", everyMs: hours(1), turn: () => erase(now()) },
];

/** Starts the loops of this process, once. Any number of instances may run them. */
export function startReconcile() {
  for (const loop of reconcile) startLoop(loop);
}

/**
 * One turn of each queue, all side by side: finds out about calls, works on webhooks, asks for what comes late, ends
 * orders whose time is over. Then a person is called to what is not known for too long. Answers how much of each was due.
 */
export async function reconcileOnce(): Promise<Record<Kind, number>> {
  const at = now();
  const done: Record<Kind, number> = { calls: 0, keys: 0, news: 0, looks: 0, orders: 0 };
  await Promise.all(
    queues.map(async ({ kind, turn }) => {
      done[kind] += await turn(at);
    }),
  );
  await noticeUnknown(at);
  return done;
}

/** Webhook bodies may name people; they are erased after 90 days. */
const keepBodiesMs = days(90);

/** What anybody may have sent, and names nothing of ours, is for who looks what happened today. */
const keepStrangeMs = days(1);

/** Letters to managers name people; what they tell is in the audit log. */
const keepStaffLettersMs = days(90);

/** Erases what is kept too long already. */
export async function erase(at: Date) {
  sweepCounts(at);
  await transaction(async (tx) => {
    await eraseBodies(tx, later(at, -keepBodiesMs));
    for (const name of gatewayNames)
      if (!gateway(name).signsNews) await deleteStrangeNews(tx, name, later(at, -keepStrangeMs));
    await eraseLateBodies(tx, later(at, -days(1)));
    await forgetOldKeys(tx, at);
    await deleteStaffLetters(tx, later(at, -keepStaffLettersMs));
  });
  await erasePeopleInTime(at);
}
