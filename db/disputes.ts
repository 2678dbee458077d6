import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import { type Dispute, disputes } from "./schema";
import { statement } from "./statement";
import type { Reader, Tx } from "./store";

/** All disputes of a payment, oldest first. */
export const disputesOf = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select()
    .from(disputes)
    .where(eq(disputes.paymentId, paymentId))
    .orderBy(asc(disputes.createdAt), asc(disputes.id)),
);

/** All disputes of these payments, oldest first. */
export const disputesOfPayments = async (db: Reader, paymentIds: string[]): Promise<Dispute[]> =>
  paymentIds.length === 0
    ? []
    : db
        .select()
        .from(disputes)
        .where(inArray(disputes.paymentId, paymentIds))
        .orderBy(asc(disputes.createdAt), asc(disputes.id));

/** Whether a dispute keeps the shop from refunding a payment: a bank holds its money, or gave it to the cardholder. */
export const isDisputed = async (db: Reader, paymentId: string): Promise<boolean> =>
  (await blocking(db, paymentId)).length > 0;

const blocking = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(eq(disputes.paymentId, paymentId), inArray(disputes.state, ["open", "lost"])))
    .limit(1),
);

/** Stores the current state of a dispute. */
export const writeDispute = (tx: Tx, { id, ...values }: Dispute) =>
  tx
    .insert(disputes)
    .values({ id, ...values })
    .onConflictDoUpdate({ target: disputes.id, set: values });
