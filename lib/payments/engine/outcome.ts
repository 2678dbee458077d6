import { post } from "@/db/books";
import { countRefusals } from "@/db/limits";
import type { NewNeed } from "@/db/needs";
import { paymentsOf } from "@/db/payments";
import type { EventKind, Need, Order, Payment, PaymentStatus } from "@/db/schema";
import type { Tx } from "@/db/store";
import { raise } from "../../alarms/raise";
import { reversalTransfer } from "../../books/ledger";
import { days, later, minutes } from "../../clock";
import { gateway } from "../../gateways";
import type { Snapshot } from "../../gateways/gateway";
import { isAcquisitionNew } from "./acquisition";
import { captureOf } from "./capture";
import { areSameReceipts } from "./cash-receipts";
import { endOfHold, heldChange, holdEnded } from "./hold";
import { needOf } from "./needs";
import { nextLook } from "./next-look";
import { askingOrder, type Change, observedFields, type Reading, type Scene } from "./observation";
import { endWaitingRefunds, refundedBy } from "./pull-refunds";
import type { Happening } from "./state";

/**
 * Whether a finding says nothing new, or can no longer apply. `needs` is what already waits for an operator about the
 * payment and is not reported again; "everything" if any need might be among it.
 */
export function isStale(
  { payment, found, happening, to }: Reading,
  needs: Pick<Need, "reason" | "detail" | "subjectId">[] | "everything",
) {
  if (found.is !== "seen") return to === undefined;
  if (!happening) return true;
  const isToldOf = (reason: Need["reason"], detail = "") =>
    needs === "everything" ||
    needs.some((need) => need.reason === reason && need.subjectId === payment.id && need.detail === detail);
  if (!to) return isToldOf("unexpected", unexpected(happening, found.snapshot));
  // These are reported only if they are new, but an ended payment does not start again.
  if (happening === "opened" || happening === "refused") return to !== "ready";
  if (happening === "deposit_awaited" && payment.credited !== null) return isToldOf("reversed_after_refund");
  return (
    (to === payment.status || payment.credited !== null) &&
    !(to === "authorized" && isExtended(payment, found.snapshot)) &&
    (found.snapshot.captured === payment.captured ||
      isToldOf("captured_changed", `${found.snapshot.captured}`)) &&
    refundedBy(found.snapshot) === payment.refunded &&
    areSameReceipts(payment.detail.cashReceipts, found.snapshot.detail.cashReceipts) &&
    !isAcquisitionNew(payment, found.snapshot) &&
    // If a refund came back, another of the same amount may hide it. A refund from the console may not be recorded yet.
    !found.snapshot.refunds.some(
      ({ state, refundId }) => state.endsWith("failed") && (givesBack(payment) || refundId === null),
    ) &&
    // The failed one among several may be a console refund that is not recorded yet.
    !(found.snapshot.refunds.some(({ state }) => state === "some_failed") && !isToldOf("refund_unclear")) &&
    !(found.snapshot.doubt && to !== "in_review" && !isToldOf("balance_mismatch")) &&
    // Wait for a refund that is pending at the gateway, whoever requested it.
    !(payment.nextLookAt === null && found.snapshot.refunds.some((refund) => refund.state === "pending")) &&
    !(payment.fee === null && payment.credited !== null && found.snapshot.fee)
  );
}

/** Whether the bank's hold ends at another time than we knew. */
const isExtended = ({ captureBefore }: Payment, snapshot: Snapshot) =>
  snapshot.captureBefore?.getTime() !== captureBefore?.getTime();

const givesBack = ({ refunded, refundPending }: Payment) => refunded + refundPending > 0;

/**
 * Works out the changes that follow from a finding. Also posts to the books and takes stock. The caller holds the lock.
 */
export function changeOf(tx: Tx, order: Order, reading: Reading, now: Date): Promise<Change> | Change {
  const { payment, found } = reading;
  const scene: Scene = {
    tx,
    order,
    payment,
    now,
    event: (kind, detail = {}) => ({ orderId: order.id, paymentId: payment.id, kind, detail, at: now }),
  };
  switch (found.is) {
    case "declined":
      return changeEnded(scene, reading, { code: found.code, kind: "declined" });
    case "rejected":
      return changeEnded(scene, reading, found);
    case "errored":
      return changeEnded(scene, reading, { ...found, kind: "error" });
    case "lost":
      return {
        ...changeEnded(scene, reading, { code: "not_found", kind: "error" }),
        needs: [needOf(payment, "lost")],
      };
    case "nothing":
      return changeFreed(scene, reading, found.why);
    case "seen":
      return changeSeen(scene, reading, found.snapshot);
  }
}

function changeFreed({ payment, now, event }: Scene, reading: Reading, why: string): Change {
  const { status } = mustMove(reading);
  return {
    payment: {
      status,
      failureCode: null,
      failureKind: null,
      nextLookAt: nextLook(payment, { status, fee: null, surface: payment.surface }, now),
      ...withoutWindow(payment),
    },
    order: {},
    events: [event("payment_freed", { why })],
    refundsDone: [],
  };
}

/** An attempt that may be confirmed again is not tied to this payment key: another window has a different one. */
const withoutWindow = (payment: Payment) =>
  gateway(payment.gateway).severalWindows ? { gatewayPaymentKey: null } : {};

type Failure = {
  code: string;
  kind: NonNullable<Payment["failureKind"]>;
  failedCharge?: string | undefined;
};

/** The attempt ended without money, or can be retried with another card or once the shop has fixed its settings. */
function changeEnded({ payment, now, event }: Scene, reading: Reading, failure: Failure): Change {
  const { code, kind, failedCharge } = failure;
  const { happening, status } = mustMove(reading);
  const surface = status === "ready" ? payment.surface : null;
  return {
    payment: {
      status,
      failureCode: code,
      failureKind: kind,
      ...(failedCharge ? { detail: { ...payment.detail, failedCharge } } : {}),
      surface,
      nextLookAt: nextLook(payment, { status, fee: null, surface }, now),
      ...(status === "ready" ? withoutWindow(payment) : {}),
    },
    order: {},
    events: [event(failedAs(kind, happening, status), { code })],
    refundsDone: [],
  };
}

function changeSeen(scene: Scene, { happening, to }: Reading, snapshot: Snapshot): Promise<Change> | Change {
  const { payment } = scene;
  if (!happening || happening === "unrecognized" || !to)
    return changePerson(scene, "unexpected", unexpected(happening ?? "unrecognized", snapshot));
  if (to === "paid" || to === "in_review") return captureOf(scene, snapshot, to);
  if (payment.credited !== null) return changeReversed(scene, snapshot);
  return changeStatus(scene, snapshot, happening, to);
}

/** Some happenings leave the status unchanged; the event kind tells them apart. */
const toldAs = (happening: Happening, to: PaymentStatus): EventKind =>
  happening === "opened" || happening === "refused" || happening === "freed"
    ? `payment_${happening}`
    : `payment_${to}`;

/** Only a decline is recorded as one, and only declines count toward the limit. */
const failedAs = (kind: Failure["kind"], happening: Happening, to: PaymentStatus): EventKind =>
  kind === "declined" ? toldAs(happening, to) : kind === "error" ? "payment_errored" : "payment_rejected";

const changePerson = ({ payment, event }: Scene, why: Need["reason"], detail?: string): Change => ({
  payment: {},
  order: {},
  events: [event("needs_person", detail ? { why, told: detail } : { why })],
  refundsDone: [],
  needs: [needOf(payment, why, detail)],
});

/** The payment moves on, or ends without money. */
async function changeStatus(
  scene: Scene,
  snapshot: Snapshot,
  happening: Happening,
  to: PaymentStatus,
): Promise<Change> {
  const { payment, event } = scene;
  if (to === "authorized") return heldChange(scene, snapshot);
  const end = endOfHold(scene, to);
  if (end) return holdEnded(scene, snapshot, end);
  const waits = to === "waiting_for_deposit";
  const hasFailed = to === "failed" || happening === "refused";
  const kind = hasFailed ? (snapshot.isDecline ? "declined" : "error") : null;
  const order = waits
    ? waitingOrder(scene, snapshot)
    : to === "confirming"
      ? askingOrder(scene)
      : await withoutAccount(scene);
  return {
    payment: {
      ...observedFields(payment, snapshot),
      status: to,
      failureCode: snapshot.failureCode ?? (to === "expired" ? "EXPIRED_PAYMENT" : null),
      failureKind: kind,
      nextLookAt: nextLook(payment, { status: to, fee: null, surface: snapshot.surface }, scene.now),
    },
    order,
    events: [
      ...(await declinesBefore(scene, snapshot, kind === "declined" && happening === "refused")),
      {
        ...event(kind ? failedAs(kind, happening, to) : toldAs(happening, to), {
          code: snapshot.failureCode,
        }),
        announced: !waits || order.status === "waiting_for_deposit",
      },
    ],
    refundsDone: [],
    mails: waits ? [{ kind: "virtual_account", cause: payment.id }] : [],
  };
}

/**
 * Declined cards since the last look that are not recorded yet: one event each, so that each counts. Set `isLastTold`
 * if the last one is recorded separately.
 */
async function declinesBefore({ tx, payment, event }: Scene, snapshot: Snapshot, isLastTold: boolean) {
  const declined = (snapshot.failedCharges ?? []).filter(({ isDecline }) => isDecline);
  if (declined.length < 2) return [];
  const told = (await countRefusals(tx, payment.id)) + (isLastTold ? 1 : 0);
  // The gateway lists the newest first.
  return declined
    .slice(isLastTold ? 1 : 0)
    .slice(0, Math.max(0, declined.length - told))
    .toReversed()
    .map(({ code }) => event("payment_refused", { code }));
}

/**
 * How long an order waits for a deposit if the gateway gives no due date, in milliseconds. Source: Toss core API,
 * `validHours`.
 */
const usualWaitMs = days(7);

/** An order that can still be paid waits for the deposit until the account closes. */
function waitingOrder({ order, now }: Scene, { dueAt }: Snapshot): Change["order"] {
  if (order.winnerPaymentId || (order.status !== "open" && order.status !== "waiting_for_deposit")) return {};
  const due = dueAt ?? later(now, usualWaitMs);
  // A payment window that is open alongside the account keeps its time.
  const until = order.status === "open" && order.expiresAt > due ? order.expiresAt : due;
  return { status: "waiting_for_deposit", expiresAt: until };
}

/** How long an order can be paid in another way after its account closed early, in milliseconds. */
const afterAccountMs = minutes(30);

/** Once its last account has closed, an order no longer waits for a deposit. */
async function withoutAccount({ tx, order, payment, now }: Scene): Promise<Change["order"]> {
  if (payment.status !== "waiting_for_deposit" || order.status !== "waiting_for_deposit") return {};
  const attempts = await paymentsOf(tx, order.id);
  const other = attempts.some((it) => it.id !== payment.id && it.status === "waiting_for_deposit");
  if (other) return {};
  const until = Math.min(order.expiresAt.getTime(), later(now, afterAccountMs).getTime());
  return { status: "open", expiresAt: new Date(until) };
}

/** A bank reversed a deposit: the order is no longer paid, and the account waits for a deposit again. */
async function changeReversed(scene: Scene, snapshot: Snapshot): Promise<Change> {
  const { tx, order, payment, now, event } = scene;
  const { credited, captured, currency } = payment;
  if (credited === null || payment.refunded > 0) return changePerson(scene, "reversed_after_refund");
  const reversals = payment.reversals + 1;
  await post(tx, [
    reversalTransfer(payment, {
      amount: captured,
      currency,
      transaction: `${snapshot.paymentKey}#${reversals}`,
      credited,
      at: now,
    }),
  ]);
  // A refund that was already sent may still go through; then an operator must look at it.
  const pending = await endWaitingRefunds(tx, payment, "deposit_reversed", now);
  raise(
    "deposit_taken_back",
    { payment: payment.id, order: order.number },
    "a bank took a deposit back",
    "warn",
  );
  return {
    payment: {
      ...observedFields(payment, snapshot),
      status: "waiting_for_deposit",
      captured: 0,
      credited: null,
      uncounted: null,
      approvedAt: null,
      refundPending: pending,
      reversals,
    },
    order: await reversedOrder(scene, snapshot),
    events: [
      { ...event("deposit_reversed", { amount: captured }), announced: order.winnerPaymentId === payment.id },
    ],
    refundsDone: [],
    mails: [{ kind: "deposit_reversed", cause: `${payment.id}#${reversals}` }],
    needs: reversalNeeds(scene, pending),
  };
}

/**
 * Why an operator must look at a reversal: the order's goods are no longer paid for, and a refund that was already sent
 * may still go through. If the money was only being kept for the shopper, nothing is lost.
 */
function reversalNeeds({ order, payment }: Scene, pending: number): NewNeed[] {
  const isPaying = order.winnerPaymentId === payment.id;
  return [
    ...(pending > 0 ? [needOf(payment, "reversed_while_refunding")] : []),
    ...(isPaying && order.shippedAt === null ? [needOf(payment, "deposit_reversed")] : []),
    ...(isPaying && order.shippedAt !== null ? [needOf(payment, "deposit_reversed_after_shipping")] : []),
  ];
}

/** The order it paid waits for a deposit again, or is in review if another payment of the order is. */
async function reversedOrder(
  { tx, order, payment, now }: Scene,
  { dueAt }: Snapshot,
): Promise<Change["order"]> {
  if (order.winnerPaymentId !== payment.id) return {};
  const attempts = await paymentsOf(tx, order.id);
  return {
    status: attempts.some(({ status }) => status === "in_review") ? "in_review" : "waiting_for_deposit",
    winnerPaymentId: null,
    paidAt: null,
    expiresAt: dueAt ?? later(now, usualWaitMs),
  };
}

function mustMove({ payment, happening, to }: Reading) {
  if (!happening || happening === "unrecognized" || !to)
    throw new Error(`${payment.id} cannot be ${happening} from ${payment.status}.`);
  return { happening, status: to };
}

/** The gateway reported something that cannot follow from the payment's status. */
const unexpected = (happening: Happening | "unrecognized", snapshot: Snapshot) =>
  `${happening}:${snapshot.status}`;
