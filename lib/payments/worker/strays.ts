import { lastRestore } from "@/db/backup/rows";
import type { ListName } from "@/db/daily-looks";
import { paymentByGatewayOrderId } from "@/db/payments";
import { db, transaction } from "@/db/store";
import { keepStray, strayByKey } from "@/db/strays";
import { days, hours, later, newId, now } from "../../clock";
import { gateway } from "../../gateways";
import type { Named, Snapshot, Unknown } from "../../gateways/gateway";
import { env } from "../../settings/env";
import { hasOurMark, hasShape, orderNumberIn } from "../checkout/attempt-name";
import { callPerson } from "../engine/needs";

// A gateway may have taken money for an order of this shop that is missing from the books because the database was
// restored from an older backup. We invent nothing and refund nothing automatically: we record what is known and call
// an operator.

/** Clocks differ, and what was under way at the time of a backup may be in neither; in milliseconds. */
const marginMs = hours(1);

/** How long after a restore we look into webhooks that only resemble ours, in milliseconds. */
const doubtMs = days(30);

/**
 * Whether a name may belong to a lost order of ours: it has our mark, or it has the shape of ours and falls into the
 * time that a restore left out. `at` is when it was paid, if known.
 */
export async function mayBeStray(name: string | null, at?: Date): Promise<boolean> {
  if (name === null || !hasShape(name)) return false;
  return hasOurMark(name) || isLeftOut(at);
}

/** Whether the last restored backup lacks this moment; an unknown moment counts for a while after the restore. */
async function isLeftOut(at: Date | undefined): Promise<boolean> {
  const restored = await lastRestore(db);
  if (!restored?.moment || !restored.finishedAt) return false;
  if (!at) return now() < later(restored.finishedAt, doubtMs);
  return at >= later(restored.moment, -marginMs) && at <= later(restored.finishedAt, marginMs);
}

/**
 * Asks the gateway about a payment that matches none in our books and may be for a lost order. If it took money,
 * records it once and calls an operator. Returns the outcome.
 */
export async function lookForStray(
  list: Pick<ListName, "gateway" | "keyPair">,
  about: Named,
  at?: Date,
): Promise<"kept" | "known" | "none" | Unknown> {
  if (!(await mayBeStray(about.orderId, at))) return "none";
  if (about.paymentKey && (await strayByKey(db, list.gateway, about.paymentKey))) return "known";
  const look = await gateway(list.gateway).look(list.keyPair, about);
  if (look.is === "unknown") return look;
  if (look.is === "absent") return "none";
  const { snapshot } = look;
  if (snapshot.paymentKey === null || snapshot.captured === 0) return "none";
  if (!(await mayBeStray(snapshot.orderId, snapshot.approvedAt ?? at))) return "none";
  return keep(list, { ...snapshot, paymentKey: snapshot.paymentKey });
}

const keep = (
  { gateway: name, keyPair }: Pick<ListName, "gateway" | "keyPair">,
  { paymentKey, orderId, captured, currency, refunds, approvedAt }: Snapshot & { paymentKey: string },
) =>
  transaction(async (tx) => {
    if (await paymentByGatewayOrderId(tx, orderId)) return "none";
    const at = now();
    const refunded = refunds
      .filter(({ state }) => state === "done")
      .reduce((sum, { amount }) => sum + amount, 0);
    const stray = await keepStray(tx, {
      id: newId("stray"),
      gateway: name,
      keyPair,
      live: env().live,
      paymentKey,
      gatewayOrderId: orderId,
      amount: captured,
      refunded,
      currency,
      paidAt: approvedAt,
      seenAt: at,
    });
    if (!stray) return "known";
    const need = { orderId: null, paymentId: null, reason: "not_in_books", subject: "stray" } as const;
    await callPerson(tx, [{ ...need, subjectId: stray.id, detail: orderNumberIn(orderId) }], at);
    return "kept";
  });
