import { dueKeys } from "@/db/brought-keys";
import { dueCalls } from "@/db/calls";
import { dueKinds } from "@/db/due";
import { eraseLateBodies } from "@/db/erase";
import { deleteStrangeNews, dueNews, eraseBodies } from "@/db/inbox";
import { dueOrders } from "@/db/orders";
import { duePayments } from "@/db/payments";
import { deleteStaffLetters } from "@/db/staff-letters";
import { db, sweepCounts, transaction } from "@/db/store";
import { gatewayNames } from "@/lib/contracts/gateways";
import { sealTransfers, tellHeads } from "../../books/chain";
import { addUpDays } from "../../books/days";
import { days, hours, later, minutes, now, seconds } from "../../clock";
import { gateway } from "../../gateways";
import { forgetOldKeys } from "../../http/idempotency";
import { each, type Loop, startLoop } from "../../loop";
import { erasePeopleInTime } from "../../orders/erase";
import { makeSearchable } from "../../orders/make-searchable";
import { noteRefunded } from "../../orders/note-refunded";
import { askInItsTurn } from "../checkout/brought-keys";
import { expire } from "../ending/expire";
import { pursue } from "../engine/ask";
import { workOn } from "../engine/lease";
import { pullSettlements } from "../settlement/pull";
import { dailyLook } from "./daily-look";
import { workOnNews } from "./inbox";
import { pollWhenDue } from "./poll";
import { lookSinceRestore } from "./since-restore";
import { writeTroubles } from "./troubles";
import { noticeUnknown } from "./unknown";

/** How many rows a queue takes per turn, and how many it works on concurrently. */
const batch = 50;
const sideBySide = 8;

type Kind = "calls" | "keys" | "news" | "looks" | "orders";

/** Due work of one kind. Queues do not wait for each other: each has its own loop. */
type Queue = { name: string; kind: Kind; turn(at: Date): Promise<number> };

/** Takes the rows that are due and returns how many there were. */
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

/** Each gateway has its own queues, so a slow gateway delays only its own work. */
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

/** How long an answer about what is due is used, in milliseconds: the loops of a tick share one statement. */
const sharedMs = seconds(1);
let latest: { at: Date; kinds: ReturnType<typeof dueKinds> } | undefined;

/** One turn of a queue's loop, which reads no rows while nothing of its kind is due. */
async function turnIfDue({ kind, turn }: Queue) {
  const at = now();
  if (!latest || Math.abs(at.getTime() - latest.at.getTime()) >= sharedMs)
    latest = { at, kinds: dueKinds(db, at) };
  return (await latest.kinds)[kind] ? turn(at) : 0;
}

/** The loops that resolve unknown outcomes; nothing else retries. */
export const reconcile: Loop[] = [
  ...queues.map((queue) => ({
    name: `reconcile ${queue.name}`,
    everyMs: seconds(2),
    turn: () => turnIfDue(queue),
  })),
  { name: "notice what is not known", everyMs: seconds(20), turn: () => noticeUnknown(now()) },
  { name: "troubles", everyMs: seconds(2), turn: () => writeTroubles(now()) },
  dailyLook,
  pullSettlements,
  lookSinceRestore,
  { name: "seal transfers", everyMs: seconds(2), turn: sealTransfers },
  { name: "sums of days", everyMs: seconds(20), turn: addUpDays },
  { name: "where the chains end", everyMs: hours(1), turn: tellHeads },
  { name: "refunded orders", everyMs: minutes(10), turn: () => noteRefunded(now()) },
  { name: "search terms", everyMs: seconds(20), turn: makeSearchable },
  { name: "erase", everyMs: hours(1), turn: () => erase(now()) },
];

/** Starts this process's loops, once. Any number of instances may run them. */
export function startReconcile() {
  for (const loop of reconcile) startLoop(loop);
}

/**
 * Runs one turn of every queue, all concurrently: pursues calls, works on webhooks, polls for late changes, and ends
 * expired orders. Then alerts operators about outcomes that have been unknown for too long. Returns how many rows of
 * each kind were due.
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

/** Webhook bodies may contain personal data; they are erased after 90 days. */
const keepBodiesMs = days(90);

/** Unsigned webhooks that name nothing of ours only help to see what happened today. In milliseconds. */
const keepStrangeMs = days(1);

/** Emails to managers contain personal data, and the audit log has what they said. */
const keepStaffLettersMs = days(90);

/** Erases data past its retention period. */
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
