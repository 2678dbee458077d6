import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { newSerialId } from "@/lib/clock";
import { type Need, type NeedReason, needs } from "./schema";
import { first, statement, storedIn } from "./statement";
import type { Reader, Tx } from "./store";

export type NewNeed = Pick<Need, "reason" | "subject" | "subjectId"> & {
  orderId: string | null;
  paymentId: string | null;
  /** The gateway's own code for it. */
  detail?: string | undefined;
};

/**
 * Opens a need, unless one with the same reason and subject is open. Returns it if it is new or the gateway's code for
 * it has changed; undefined if nothing changed.
 */
export const openNeed = async (tx: Tx, { detail = "", ...need }: NewNeed, at: Date) =>
  (
    await tx
      .insert(needs)
      .values({ ...need, detail, id: newSerialId("need"), openedAt: at })
      .onConflictDoUpdate({
        target: [needs.subjectId, needs.reason],
        targetWhere: sql`closed_at IS NULL`,
        set: { detail },
        setWhere: sql`${needs.detail} <> ${detail}`,
      })
      .returning()
  )[0];

/** Closes a need; undefined if it was already closed. */
export const closeNeed = async (
  tx: Tx,
  id: string,
  ending: { by: string; how: NonNullable<Need["closedHow"]>; at: Date },
) =>
  (
    await tx
      .update(needs)
      .set({ closedAt: ending.at, closedBy: ending.by, closedHow: ending.how })
      .where(and(eq(needs.id, id), isNull(needs.closedAt)))
      .returning()
  )[0];

export const needById = async (db: Reader, id: string): Promise<Need | undefined> =>
  (await db.select().from(needs).where(eq(needs.id, id)))[0];

/** What waits for staff about a payment, oldest first. */
export const openNeedsOf = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select()
    .from(needs)
    .where(and(eq(needs.paymentId, paymentId), isNull(needs.closedAt)))
    .orderBy(asc(needs.openedAt), asc(needs.id)),
);

/** What waits for staff about an order, oldest first. */
export const openNeedsOfOrder = statement((db: Reader, orderId: SQL<string>) =>
  db
    .select()
    .from(needs)
    .where(and(eq(needs.orderId, orderId), isNull(needs.closedAt)))
    .orderBy(asc(needs.openedAt), asc(needs.id)),
);

/** The open need with this subject and reason. */
export const openNeedFor = first(
  statement((db: Reader, reason: SQL<NeedReason>, subjectId: SQL<string>) =>
    db
      .select()
      .from(needs)
      .where(
        and(
          eq(needs.subjectId, subjectId),
          eq(needs.reason, storedIn(needs.reason, reason)),
          isNull(needs.closedAt),
        ),
      ),
  ),
);

/** Every need of an order, oldest first, including closed ones. */
export const needsOfOrder = (db: Reader, orderId: string): Promise<Need[]> =>
  db.select().from(needs).where(eq(needs.orderId, orderId)).orderBy(asc(needs.openedAt), asc(needs.id));

/** The orders among these with an open need. */
export const ordersInNeed = async (db: Reader, orderIds: string[]): Promise<Set<string | null>> =>
  orderIds.length === 0
    ? new Set()
    : new Set(
        (
          await db
            .selectDistinct({ id: needs.orderId })
            .from(needs)
            .where(and(inArray(needs.orderId, orderIds), isNull(needs.closedAt)))
        ).map(({ id }) => id),
      );
