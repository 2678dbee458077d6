import { and, desc, eq, type SQL } from "drizzle-orm";
import { type CancelRequest, cancelRequests } from "./schema";
import { first, statement } from "./statement";
import type { Reader, Tx } from "./store";

export const cancelRequestById = async (db: Reader, id: string) =>
  (await db.select().from(cancelRequests).where(eq(cancelRequests.id, id)))[0];

/** The latest cancel request for an order. */
export const latestCancelRequest = first(
  statement((db: Reader, orderId: SQL<string>) =>
    db
      .select()
      .from(cancelRequests)
      .where(eq(cancelRequests.orderId, orderId))
      .orderBy(desc(cancelRequests.createdAt), desc(cancelRequests.id))
      .limit(1),
  ),
);

export const insertCancelRequest = async (
  tx: Tx,
  request: typeof cancelRequests.$inferInsert,
): Promise<CancelRequest> => {
  const [made] = await tx.insert(cancelRequests).values(request).returning();
  if (!made) throw new Error("The request to cancel was not written.");
  return made;
};

type Decision = Pick<CancelRequest, "state" | "decidedBy" | "decidedAt"> &
  Partial<Pick<CancelRequest, "answer">>;

/** Moves a request out of the state `from`; undefined if it is in another state. */
export const moveCancelRequest = async (
  tx: Tx,
  id: string,
  from: CancelRequest["state"],
  decision: Decision,
) =>
  (
    await tx
      .update(cancelRequests)
      .set(decision)
      .where(and(eq(cancelRequests.id, id), eq(cancelRequests.state, from)))
      .returning()
  )[0];
