import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { type GatewayTrouble, gatewayTroubles } from "./schema";
import type { Reader, Tx } from "./store";

type Name = Pick<GatewayTrouble, "gateway" | "kind">;

const named = ({ gateway, kind }: Name) =>
  and(eq(gatewayTroubles.gateway, gateway), eq(gatewayTroubles.kind, kind));

type Met = Name & Pick<GatewayTrouble, "count" | "detail"> & { at: Date };

/** Adds to a trouble's count; a trouble last seen before `since` is over and starts again. */
export async function countTrouble(tx: Tx, met: Met, since: Date) {
  if (await countOn(tx, met, since)) return;
  const { count, at, detail, ...name } = met;
  const begun = { count, since: at, lastAt: at, detail, alarmedAt: null };
  const [row] = await tx
    .insert(gatewayTroubles)
    .values({ ...name, ...begun })
    .onConflictDoUpdate({
      target: [gatewayTroubles.gateway, gatewayTroubles.kind],
      set: begun,
      setWhere: lte(gatewayTroubles.lastAt, since),
    })
    .returning();
  // Another instance started it at the same moment.
  if (!row) await countOn(tx, met, since);
}

const countOn = async (tx: Tx, { count, at, detail, ...name }: Met, since: Date) =>
  (
    await tx
      .update(gatewayTroubles)
      .set({ count: sql`${gatewayTroubles.count} + ${count}`, lastAt: at, detail })
      .where(and(named(name), gt(gatewayTroubles.lastAt, since)))
      .returning()
  ).length > 0;

/** Ends a trouble; true if an alarm was raised for it. */
export const endTrouble = async (tx: Tx, name: Name): Promise<boolean> =>
  (await tx.delete(gatewayTroubles).where(named(name)).returning()).some(
    ({ alarmedAt }) => alarmedAt !== null,
  );

/**
 * Claims the right to raise the alarm; undefined if it was raised between `since` and `until`. A time after `until`
 * came from a wrong clock and is ignored.
 */
export const claimAlarm = async (
  tx: Tx,
  name: Name,
  now: Date,
  { since, until }: { since: Date; until: Date },
) =>
  (
    await tx
      .update(gatewayTroubles)
      .set({ alarmedAt: now })
      .where(
        and(
          named(name),
          or(
            isNull(gatewayTroubles.alarmedAt),
            lte(gatewayTroubles.alarmedAt, since),
            gt(gatewayTroubles.alarmedAt, until),
          ),
        ),
      )
      .returning()
  )[0];

/** Troubles seen since `since`. */
export const troublesSince = (db: Reader, since: Date) =>
  db
    .select()
    .from(gatewayTroubles)
    .where(gt(gatewayTroubles.lastAt, since))
    .orderBy(asc(gatewayTroubles.gateway), asc(gatewayTroubles.kind));
