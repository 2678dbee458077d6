import { openCallsOf } from "@/db/calls";
import { closeNeed, openNeedFor, openNeedsOf } from "@/db/needs";
import { lockOrder } from "@/db/orders";
import { noteHeard, noteUnheard } from "@/db/payments";
import type { Call, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { stillStands } from "../../books/needs";
import { asked } from "../../books/rule";
import type { Look } from "../../gateways/gateway";
import { otherKeys } from "./account";
import { callPerson, endNeeds, needOf, standingOf } from "./needs";

/**
 * Notes whether a look at a payment was answered. While money is under way it is known since when the gateway is silent,
 * and a person sees at once that it refuses our keys. `refused` keys are seen too where nothing is under way: once for the
 * pair of keys, however many payments are looked at.
 */
export async function noteLook(payment: Payment, look: Look, at: Date): Promise<void> {
  if (look.is !== "unknown") {
    if (payment.unknownSince) await heard(payment, at);
    await acceptsKeys(payment, at);
    return;
  }
  const isUnderWay = asked.has(payment.status) || (await openCallsOf(db, payment.id)).length > 0;
  if (isUnderWay && !payment.unknownSince) await transaction((tx) => noteUnheard(tx, payment.id, at));
  if (look.why !== "setup") return;
  if (isUnderWay) await refusesKeysFor(payment, look.code, at);
  // That a payment of other keys is not found says nothing of those of today.
  else if (look.code !== otherKeys.code) await refusesKeys(payment, look.code, at);
}

/** The gateway answered an ask or a look about a payment, and refuses our keys: a person sees it at once, and once. */
export async function refusesKeysFor(payment: Payment, code: string | null, at: Date) {
  if ((await openNeedsOf(db, payment.id)).some(({ reason }) => reason === "setup")) return;
  await transaction(async (tx) => {
    await lockOrder(tx, payment.orderId);
    const need = needOf(payment, "setup", code ?? "");
    // Somebody else may have been answered meanwhile, and nothing is under way any more.
    if (stillStands(need, await standingOf(tx, payment.orderId))) await callPerson(tx, [need], at);
  });
}

const heard = (payment: Payment, at: Date) =>
  transaction(async (tx) => {
    await lockOrder(tx, payment.orderId);
    await noteHeard(tx, payment.id);
    await endNeeds(tx, payment.orderId, at);
  });

/** A pair of keys as the list of needs names it. */
const pairOf = ({ gateway, keyPair }: Payment) => (gateway === keyPair ? gateway : `${gateway} ${keyPair}`);

async function refusesKeys(payment: Payment, code: string | null, at: Date) {
  const subjectId = pairOf(payment);
  if (await openNeedFor(db, "setup", subjectId)) return;
  const need = { orderId: null, paymentId: null, reason: "setup", subject: "gateway", subjectId } as const;
  await transaction((tx) =>
    callPerson(tx, [{ ...need, detail: [subjectId, code].filter(Boolean).join(": ") }], at),
  );
}

async function acceptsKeys(payment: Payment, at: Date) {
  const need = await openNeedFor(db, "setup", pairOf(payment));
  if (need) await transaction((tx) => closeNeed(tx, need.id, { by: "system", how: "ended", at }));
}

/** True when a look shows that the gateway has taken a call on, and is slow about it. */
export const isTold = ({ kind, refundId }: Call, look: Look): boolean =>
  look.is === "seen" &&
  (kind === "refund"
    ? look.snapshot.refunds.some(
        (refund) =>
          (refund.state === "pending" || refund.state === "some_failed") && refund.refundId === refundId,
      )
    : look.snapshot.status === "processing");
