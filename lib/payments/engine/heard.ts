import { pendingCallsOf } from "@/db/calls";
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
 * Records whether a look at a payment was answered. While money is under way, it records since when the gateway has
 * been silent, and alerts an operator at once if the gateway refuses our keys. If nothing is under way, refused keys
 * are reported once per key pair, however many payments are looked at.
 */
export async function noteLook(payment: Payment, look: Look, at: Date): Promise<void> {
  if (look.is !== "unknown") {
    if (payment.unknownSince) await heard(payment, at);
    await acceptsKeys(payment, at);
    return;
  }
  const isUnderWay = asked.has(payment.status) || (await pendingCallsOf(db, payment.id)).length > 0;
  if (isUnderWay && !payment.unknownSince) await transaction((tx) => noteUnheard(tx, payment.id, at));
  if (look.why !== "setup") return;
  if (isUnderWay) await refusesKeysFor(payment, look.code, at);
  // If a payment made with other keys is not found, that says nothing about today's keys.
  else if (look.code !== otherKeys.code) await refusesKeys(payment, look.code, at);
}

/**
 * The gateway refused our keys in answer to a call or a look: alerts an operator, at once and only once per payment.
 */
export async function refusesKeysFor(payment: Payment, code: string | null, at: Date) {
  if ((await openNeedsOf(db, payment.id)).some(({ reason }) => reason === "setup")) return;
  await transaction(async (tx) => {
    await lockOrder(tx, payment.orderId);
    const need = needOf(payment, "setup", code ?? "");
    // Another worker may have got an answer meanwhile, so that nothing is under way any more.
    if (stillStands(need, await standingOf(tx, payment.orderId))) await callPerson(tx, [need], at);
  });
}

const heard = (payment: Payment, at: Date) =>
  transaction(async (tx) => {
    await lockOrder(tx, payment.orderId);
    await noteHeard(tx, payment.id);
    await endNeeds(tx, payment.orderId, at);
  });

/** The name of a key pair in the list of needs. */
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

/** Whether a look shows that the gateway has accepted a call and is slow about it. */
export const isTold = ({ kind, refundId }: Call, look: Look): boolean =>
  look.is === "seen" &&
  (kind === "refund"
    ? look.snapshot.refunds.some(
        (refund) =>
          (refund.state === "pending" || refund.state === "some_failed") && refund.refundId === refundId,
      )
    : look.snapshot.status === "processing");
