import { lastCallOf } from "@/db/calls";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment, PaymentStatus } from "@/db/schema";
import { hours, later } from "../../clock";
import type { Snapshot } from "../../gateways/gateway";
import { isOpenSurface, isVoid } from "./close";
import { nextLook } from "./next-look";
import { askingOrder, type Change, observedFields, type Scene } from "./observation";
import { releaseStock } from "./release-stock";
import { isOurs } from "./state";

// A bank holds the money for an order. If it is what we asked for, the order is authorized: its shopper has done their
// part, nothing else may pay it, and it does not expire. It is paid once the shop captures the money, and over once the
// bank no longer holds any.

/** A bank holds money, or says until when. */
export function heldChange(scene: Scene, snapshot: Snapshot): Change {
  const { order, payment, now, event } = scene;
  const isNew = payment.status !== "authorized";
  const wins = order.winnerPaymentId === null && isPayable(order) && isOurs(payment, snapshot);
  return {
    payment: {
      ...observedFields(payment, snapshot),
      status: "authorized",
      captureBefore: snapshot.captureBefore,
      ...(isNew && { failureCode: null, failureKind: null }),
      nextLookAt: nextLook(payment, { status: "authorized", fee: null, surface: null }, now),
    },
    order: wins
      ? {
          status: "authorized",
          winnerPaymentId: payment.id,
          endingSince: null,
          ...(order.askingPaymentId === payment.id && { askingPaymentId: null }),
        }
      : order.winnerPaymentId === null
        ? askingOrder(scene)
        : {},
    wins,
    events: isNew ? [{ ...event("payment_authorized", { amount: snapshot.amount }), announced: wins }] : [],
    refundsDone: [],
    mails: wins ? [{ kind: "authorized", cause: payment.id }] : [],
  };
}

const isPayable = ({ status, stockTaken }: Order) =>
  (status === "open" || status === "waiting_for_deposit") && stockTaken;

/** How the hold that an order waits for ends with the payment's move to this status; undefined if it does not. */
export const endOfHold = ({ order, payment }: Scene, to: PaymentStatus): Ended | undefined =>
  order.status === "authorized" && order.winnerPaymentId === payment.id
    ? ended.find((end) => end === to)
    : undefined;

const ended = ["canceled", "expired", "failed"] as const;
type Ended = (typeof ended)[number];

/**
 * The money was released without a capture: by the bank once its time was up, or because the shop or somebody at the
 * gateway voided it. The order is over, unless something else may still take money for it: then it ends once that is
 * ruled out.
 */
export async function holdEnded(scene: Scene, snapshot: Snapshot, to: Ended): Promise<Change> {
  const { tx, order, payment, now, event } = scene;
  const why = await whyEnded(scene);
  const over = why === "expired" ? "expired" : "canceled";
  const others = (await paymentsOf(tx, order.id)).filter(({ id }) => id !== payment.id);
  const slow = others.find(({ status }) => status === "confirming" || status === "authorized");
  const isOver = !slow && !others.some(isOpenSurface);
  return {
    payment: {
      ...observedFields(payment, snapshot),
      status: to,
      captureAsked: null,
      failureCode: null,
      failureKind: null,
      nextLookAt: null,
    },
    order: isOver
      ? { status: over, winnerPaymentId: null, ...(await releaseStock(tx, order)) }
      : {
          status: "open",
          winnerPaymentId: null,
          endingSince: now,
          expiresAt: now,
          askingPaymentId: slow?.id ?? null,
        },
    events: [event(`payment_${to}`, { why }), ...(isOver ? [event(`order_${over}`)] : [])],
    refundsDone: [],
    mails: [{ kind: "hold_ended", cause: `${payment.id}#${why}` }],
  };
}

/** How much earlier than we were told a bank may release money, in milliseconds. */
const earlyMs = hours(1);

/** voided: the shop asked for it. expired: its time was up. canceled: somebody did it at the gateway. */
async function whyEnded({ tx, payment, now }: Scene): Promise<"voided" | "expired" | "canceled"> {
  const close = await lastCallOf(tx, payment.id, "close");
  if (close && isVoid(close)) return "voided";
  return isTimeUp(payment, now) ? "expired" : "canceled";
}

const isTimeUp = ({ captureBefore }: Payment, now: Date) =>
  captureBefore === null || now >= later(captureBefore, -earlyMs);
