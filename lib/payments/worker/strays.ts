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

// A gateway may have taken money for an order of this shop that the books do not have: the database is a backup's, older
// than the order. Nothing is made up and nothing given back by itself: what is known is written down, and a person sees it.

/** Clocks differ, and what was under way at a backup's moment may be in neither; in milliseconds. */
const marginMs = hours(1);

/** For how long after a restore webhooks are looked into that only look like ours, in milliseconds. */
const doubtMs = days(30);

/**
 * True of a name that may be of an order of ours that is lost: it has our mark, or it has the shape and a restore left out
 * the time it is of. `at` is when it was paid, where that is known.
 */
export async function mayBeStray(name: string | null, at?: Date): Promise<boolean> {
  if (name === null || !hasShape(name)) return false;
  return hasOurMark(name) || isLeftOut(at);
}

/** True of a moment that the backup which was restored last does not have; of an unknown one for a while after that. */
async function isLeftOut(at: Date | undefined): Promise<boolean> {
  const restored = await lastRestore(db);
  if (!restored?.moment || !restored.finishedAt) return false;
  if (!at) return now() < later(restored.finishedAt, doubtMs);
  return at >= later(restored.moment, -marginMs) && at <= later(restored.finishedAt, marginMs);
}

/**
 * Asks the gateway about a payment that is of none in our books and may be of a lost order of ours. Where it took money that
 * is written down once and a person is called. Answers what came of it.
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
