import { and, asc, desc, eq, inArray, isNull, lte, or, type SQL } from "drizzle-orm";
import { type Call, calls, type Payment, payments } from "./schema";
import { asNumber, first, statement, storedIn, write } from "./statement";
import type { Reader, Tx } from "./store";

const standing = ["pending", "stuck"] as const;

export const callById = first(
  statement((db: Reader, id: SQL<string>) => db.select().from(calls).where(eq(calls.id, id))),
);

export const pendingCallOf = first(
  statement((db: Reader, paymentId: SQL<string>, kind: SQL<Call["kind"]>) =>
    db
      .select()
      .from(calls)
      .where(
        and(
          eq(calls.paymentId, paymentId),
          eq(calls.kind, storedIn(calls.kind, kind)),
          eq(calls.state, "pending"),
        ),
      )
      .limit(1),
  ),
);

/** A payment's pending calls. */
export const pendingCallsOf = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select()
    .from(calls)
    .where(and(eq(calls.paymentId, paymentId), eq(calls.state, "pending"))),
);

/** A payment's calls without a final answer, including stuck ones that wait for staff. */
export const standingCallsOf = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select()
    .from(calls)
    .where(and(eq(calls.paymentId, paymentId), inArray(calls.state, [...standing]))),
);

/** The newest call of this kind; the next one gets the following `n`. */
export const lastCallOf = first(
  statement((db: Reader, paymentId: SQL<string>, kind: SQL<Call["kind"]>) =>
    db
      .select()
      .from(calls)
      .where(and(eq(calls.paymentId, paymentId), eq(calls.kind, storedIn(calls.kind, kind))))
      .orderBy(desc(calls.n))
      .limit(1),
  ),
);

export const callsOf = statement((db: Reader, paymentId: SQL<string>) =>
  db.select().from(calls).where(eq(calls.paymentId, paymentId)).orderBy(asc(calls.askedAt), asc(calls.n)),
);

/** Stores a call before it is sent. A moot call reopens under its old key. */
export const writeCall = async (tx: Tx, call: typeof calls.$inferInsert): Promise<Call> => {
  const written = await insertOrReplace(tx, call);
  if (!written) throw new Error(`The call ${call.id} was not written.`);
  return written;
};

const insertOrReplace = first(
  write(calls, (tx, { id, ...values }: typeof calls.$inferInsert) =>
    tx
      .insert(calls)
      .values({ id, ...values })
      .onConflictDoUpdate({ target: calls.id, set: { toldAt: null, ...values } })
      .returning(),
  ),
);

/** Ends a pending call; undefined if it had already ended. */
export const endCall = first(
  statement((tx: Tx, id: SQL<string>, state: SQL<Ended>) =>
    tx
      .update(calls)
      .set({ state: storedIn(calls.state, state), leasedUntil: null })
      .where(and(eq(calls.id, id), eq(calls.state, "pending")))
      .returning(),
  ),
);

/** Replaces what a call is remembered to have sent. */
export const rewriteSent = (tx: Tx, id: string, sent: Call["sent"]) => writeSent(tx, { sent }, id);

const writeSent = write(calls, (tx, values: Pick<Call, "sent">, id: SQL<string>) =>
  tx.update(calls).set(values).where(eq(calls.id, id)),
);

/** Ends a pending or stuck call; undefined if it had already ended. */
export const endStandingCall = (
  tx: Tx,
  id: string,
  state: Exclude<Ended, "stuck">,
  values: Partial<Pick<Call, "sent">> = {},
) => writeEnd(tx, { ...values, state }, id);

const writeEnd = first(
  write(calls, (tx, values: Partial<Pick<Call, "state" | "sent">>, id: SQL<string>) =>
    tx
      .update(calls)
      .set({ ...values, leasedUntil: null })
      .where(and(eq(calls.id, id), inArray(calls.state, [...standing])))
      .returning(),
  ),
);

/** Reopens a stuck call, as if it were sent now; undefined if it is not stuck. */
export const reopenCall = async (tx: Tx, id: string, now: Date) =>
  (
    await tx
      .update(calls)
      .set({ state: "pending", askedAt: now, toldAt: null, nextAt: now, leasedUntil: null })
      .where(and(eq(calls.id, id), eq(calls.state, "stuck")))
      .returning()
  )[0];

type Ended = Exclude<Call["state"], "pending">;

/** Ends every pending call of this kind for these payments. */
export const endCallsOf = async (
  tx: Tx,
  paymentIds: string[],
  kind: Call["kind"],
  state: Exclude<Call["state"], "pending">,
) => {
  if (paymentIds.length === 0) return;
  await tx
    .update(calls)
    .set({ state, leasedUntil: null })
    .where(and(inArray(calls.paymentId, paymentIds), eq(calls.kind, kind), eq(calls.state, "pending")));
};

/** Notes on a pending call why its outcome is unknown. */
export const noteUnknown = (
  tx: Tx,
  id: string,
  values: Pick<Call, "unknownWhy" | "gatewayCode" | "rejection"> & Partial<Pick<Call, "silentAt">>,
) =>
  tx
    .update(calls)
    .set(values)
    .where(and(eq(calls.id, id), eq(calls.state, "pending")))
    .returning();

/** Notes on a pending call that its gateway has accepted it. */
export const noteTold = (tx: Tx, id: string, at: Date) =>
  tx
    .update(calls)
    .set({ toldAt: at })
    .where(and(eq(calls.id, id), eq(calls.state, "pending")));

/** Notes on a pending call why its outcome is unknown, if no reason was noted before. */
export const noteFirstUnknown = (
  tx: Tx,
  id: string,
  values: Pick<Call, "unknownWhy" | "gatewayCode" | "rejection">,
) =>
  tx
    .update(calls)
    .set(values)
    .where(and(eq(calls.id, id), eq(calls.state, "pending"), isNull(calls.unknownWhy)))
    .returning();

/** Pending calls that are due and not leased, of one gateway's payments or of all. */
export const dueCalls = async (
  db: Reader,
  now: Date,
  limit: number,
  gateway?: Payment["gateway"],
): Promise<Call[]> => {
  const rows = await (gateway ? dueOfGateway(db, now, limit, gateway) : dueOfAll(db, now, limit));
  return rows.map(({ call }) => call);
};

/** Which calls are pending, due and not leased. */
export const isDueCall = (now: SQL<Date>) =>
  and(eq(calls.state, "pending"), lte(calls.nextAt, now), free(now));

const due = (db: Reader, now: SQL<Date>, limit: SQL<number>, gateway?: SQL<Payment["gateway"]>) =>
  db
    .select({ call: calls })
    .from(calls)
    .innerJoin(payments, eq(payments.id, calls.paymentId))
    .where(and(isDueCall(now), gateway && eq(payments.gateway, gateway)))
    .orderBy(asc(calls.nextAt))
    .limit(asNumber(limit));

const dueOfAll = statement((db: Reader, now: SQL<Date>, limit: SQL<number>) => due(db, now, limit));

const dueOfGateway = statement(
  (db: Reader, now: SQL<Date>, limit: SQL<number>, gateway: SQL<Payment["gateway"]>) =>
    due(db, now, limit, gateway),
);

/** Takes the lease on a call until `until`, and sets when it is due again; undefined if another loop holds it. */
export const leaseCall = first(
  statement((tx: Tx, id: SQL<string>, now: SQL<Date>, until: SQL<Date>, nextAt: SQL<Date>) =>
    tx
      .update(calls)
      .set({ leasedUntil: until, nextAt })
      .where(and(eq(calls.id, id), eq(calls.state, "pending"), lte(calls.nextAt, now), free(now)))
      .returning(),
  ),
);

/** Releases the lease on a call. */
export const releaseCall = statement((tx: Tx, id: SQL<string>) =>
  tx
    .update(calls)
    .set({ leasedUntil: null })
    .where(and(eq(calls.id, id), eq(calls.state, "pending"))),
);

const free = (now: Date | SQL<Date>) => or(isNull(calls.leasedUntil), lte(calls.leasedUntil, now));
