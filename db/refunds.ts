import { and, asc, eq, gte, inArray, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import { payments, type Refund, refundAskers, refunds } from "./schema";
import { first, forEach, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

export const refundById = first(
  statement((db: Reader, id: SQL<string>) => db.select().from(refunds).where(eq(refunds.id, id))),
);

/** All refunds of a payment, oldest first. */
export const refundsOf = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select()
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId))
    .orderBy(asc(refunds.createdAt), asc(refunds.id)),
);

/** All refunds of an order's payments, oldest first. */
export const refundsOfOrder = statement((db: Reader, orderId: SQL<string>) =>
  db
    .select()
    .from(refunds)
    .where(eq(refunds.orderId, orderId))
    .orderBy(asc(refunds.createdAt), asc(refunds.id)),
);

/** The refunds of these payments that wait for the shopper to name an account, oldest first. */
export const refundsAwaitingAccount = async (db: Reader, paymentIds: string[]): Promise<Refund[]> =>
  paymentIds.length === 0
    ? []
    : db
        .select()
        .from(refunds)
        .where(and(inArray(refunds.paymentId, paymentIds), eq(refunds.state, "waiting_for_account")))
        .orderBy(asc(refunds.createdAt), asc(refunds.id));

/** The refunds whose account is still stored, because the deposit has not been refunded yet. */
export const refundsWithAccount = (db: Reader) =>
  db.select({ id: refunds.id, account: refunds.account }).from(refunds).where(isNotNull(refunds.account));

/**
 * Stores the same account under another encryption, unless it was changed or erased since it was read as `standing`.
 */
export const writeSealedAccount = (tx: Tx, id: string, standing: string, account: string) =>
  tx
    .update(refunds)
    .set({ account })
    .where(and(eq(refunds.id, id), eq(refunds.account, standing)));

/** Which refunds count: all, or only those that no second person decides about. */
export type Counted = "all" | "alone";

/** Whose refunds are summed, and which. */
export type Asker = {
  requestedBy: string;
  currency: string;
  /** Defaults to all. */
  counted?: Counted;
};

/** What a requester has asked to refund for an order, in minor units of the currency, without failed refunds. */
export const askedForBy = (db: Reader, orderId: string, asker: Asker) =>
  askedFor(db, eq(refunds.orderId, orderId), asker);

/**
 * What a requester has asked to refund for any order since a moment, in minor units of the currency, without failed
 * refunds.
 */
export const askedForSince = (db: Reader, since: Date, asker: Asker) =>
  askedFor(db, gte(refunds.createdAt, since), asker);

const askedFor = async (db: Reader, which: SQL, { requestedBy, currency, counted }: Asker): Promise<number> =>
  (
    await db
      .select({ total: sql`coalesce(sum(${refunds.amount}), 0)`.mapWith(Number) })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(
        and(
          which,
          eq(refunds.requestedBy, requestedBy),
          ne(refunds.state, "failed"),
          eq(payments.currency, currency),
          ...(counted === "alone"
            ? [isNull(refunds.decidedBy), ne(refunds.state, "waiting_for_approval")]
            : []),
        ),
      )
  )[0]?.total ?? 0;

/** What is reserved and waits for a second person's approval, in minor units by payment. */
export const awaitingApproval = async (db: Reader, paymentIds: string[]): Promise<Map<string, number>> => {
  if (paymentIds.length === 0) return new Map();
  const rows = await db
    .select({ paymentId: refunds.paymentId, total: sql`sum(${refunds.amount})`.mapWith(Number) })
    .from(refunds)
    .where(and(inArray(refunds.paymentId, paymentIds), eq(refunds.state, "waiting_for_approval")))
    .groupBy(refunds.paymentId);
  return new Map(rows.map(({ paymentId, total }) => [paymentId, total]));
};

/**
 * Locks a requester until the unit of work ends, so that only one of their requests at a time adds up what they have
 * asked for.
 */
export const lockAsker = (tx: Tx, actor: string, now: Date) =>
  tx
    .insert(refundAskers)
    .values({ actor, askedAt: now })
    .onConflictDoUpdate({ target: refundAskers.actor, set: { askedAt: now } });

const insert = first(
  write(refunds, (tx, row: typeof refunds.$inferInsert) => tx.insert(refunds).values(row).returning()),
);

export const insertRefund = async (tx: Tx, refund: typeof refunds.$inferInsert): Promise<Refund> => {
  const made = await insert(tx, refund);
  if (!made) throw new Error("The refund was not written.");
  return made;
};

/** Moves a refund that is in one of the states `from`; undefined if it is not. */
export const moveRefund = (
  tx: Tx,
  id: string,
  from: Refund["state"][],
  values: Partial<Omit<Refund, "id">>,
) => moveFrom(from)(tx, values, id);

const moveFrom = forEach((from: Refund["state"][]) =>
  first(
    write(refunds, (tx, values: Partial<Omit<Refund, "id">>, id: SQL<string>) =>
      tx
        .update(refunds)
        .set(values)
        .where(and(eq(refunds.id, id), inArray(refunds.state, from)))
        .returning(),
    ),
  ),
);

/** Who decides about a refund, and whose it must be: nobody approves their own, and only the requester withdraws it. */
export type Decider = { actor: string; asked: "themselves" | "somebody else" };

/**
 * Decides about a refund that waits for a second person; undefined if it does not wait, or this actor may not decide.
 */
export const decideRefund = async (
  tx: Tx,
  id: string,
  { actor, asked }: Decider,
  values: Pick<Refund, "state" | "decidedAt"> & Partial<Pick<Refund, "failureCode" | "account" | "doneAt">>,
) =>
  (
    await tx
      .update(refunds)
      .set({ ...values, decidedBy: actor })
      .where(
        and(
          eq(refunds.id, id),
          eq(refunds.state, "waiting_for_approval"),
          asked === "themselves" ? eq(refunds.requestedBy, actor) : ne(refunds.requestedBy, actor),
        ),
      )
      .returning()
  )[0];
