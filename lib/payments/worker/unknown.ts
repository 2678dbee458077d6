import { recordEvents } from "@/db/events";
import { openNeedsOfOrder } from "@/db/needs";
import { lockOrder } from "@/db/orders";
import type { NeedReason } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { ordersWithUnknown, strangeNews } from "@/db/unknown";
import { isFor } from "../../books/needs";
import { captureDueMs, overdueAt, seenAfterMs, type Unknown } from "../../books/unknown";
import { later } from "../../clock";
import { each } from "../../loop";
import { callPerson, standingOf } from "../engine/needs";

/** How many orders one turn takes, and how many concurrently. */
const batch = 50;
const sideBySide = 8;

/** Adds outcomes that have been unknown for too long to the list of needs, each once. Returns the number of orders. */
export async function noticeUnknown(at: Date): Promise<number> {
  const orders = await ordersWithUnknown(db, agesAgo(at), batch);
  await each(orders, sideBySide, (orderId) => noticeIn(orderId, at));
  const strange = await strangeNews(db, later(at, -seenAfterMs.silence), batch);
  if (strange.length > 0)
    await transaction((tx) =>
      callPerson(
        tx,
        strange.map(({ id, note }) => ({
          orderId: null,
          paymentId: null,
          reason: "news_unanswered",
          detail: note ?? "",
          subject: "webhook",
          subjectId: id,
        })),
        at,
      ),
    );
  return orders.length;
}

/** The time before which something must have begun for an operator to see it, by kind. */
const agesAgo = (at: Date) => ({
  silence: later(at, -seenAfterMs.silence),
  bank: later(at, -seenAfterMs.bank),
  hold: later(at, -seenAfterMs.hold),
  // Holds that end before this time.
  capture: later(at, captureDueMs),
  refund: later(at, -seenAfterMs.refund),
  account: later(at, -seenAfterMs.account),
  approval: later(at, -seenAfterMs.approval),
});

const noticeIn = (orderId: string, at: Date) =>
  transaction(async (tx) => {
    await lockOrder(tx, orderId);
    const open = await openNeedsOfOrder(tx, orderId);
    const missing: Unknown[] = [];
    for (const unknown of overdueAt(await standingOf(tx, orderId), at))
      if (![...open, ...missing.map(firstOf)].some((need) => isFor(need, unknown))) missing.push(unknown);
    const opened = await callPerson(
      tx,
      missing.map((unknown) => ({ ...firstOf(unknown), orderId, detail: unknown.detail })),
      at,
    );
    await recordEvents(
      tx,
      opened
        .filter(({ reason }) => toldToShopper.has(reason))
        .map(({ reason, paymentId }) => ({
          orderId,
          paymentId: paymentId ?? undefined,
          kind: "needs_person",
          detail: { why: reason },
          at,
        })),
    );
  });

const firstOf = ({ subject, subjectId, paymentId, reasons: [reason = "unanswered"] }: Unknown) => ({
  subject,
  subjectId,
  paymentId,
  reason,
});

/** For money under way, shoppers may read that staff are looking into it. */
const toldToShopper: ReadonlySet<NeedReason> = new Set(["unanswered", "slow_bank", "refund_slow"] as const);
