import {
  callById,
  endCall,
  noteFirstUnknown,
  noteTold,
  noteUnknown,
  pendingCallOf,
  rewriteSent,
  writeCall,
} from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { keepLooking, paymentById } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Call, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { raise } from "../../alarms/raise";
import { firstAsked, isAboutReceipt } from "../../books/receipts";
import { hours, later, now, sleep } from "../../clock";
import { gateway } from "../../gateways";
import type { Answer, Declined, Look, Rejected, Unknown } from "../../gateways/gateway";
import { log } from "../../log";
import { leftOf } from "../../tax";
import { isOfToday, isOfTodaysMode, otherKeys } from "./account";
import { isAnswered, isRejected } from "./call-key";
import { forgetful } from "./forgetful";
import { giveUpAcquire } from "./give-up-acquire";
import { giveUpCapture } from "./give-up-capture";
import { giveUpReceipt } from "./give-up-receipt";
import { isTold, noteLook, refusesKeysFor } from "./heard";
import { lookAndRecord, lookAt, secondLook } from "./look";
import { callPerson, endNeeds, needOf } from "./needs";
import { newCall } from "./new-call";
import type { Found } from "./observation";
import { record } from "./record";
import { decryptAccount } from "./refund-account";
import { giveBackRefund, needsAccount, refundCall } from "./reserve-refund";
import { triesAfterMs } from "./retry-times";
import { nextStep, rejectedCode, type StuckReason } from "./verdict";
import { pollMs } from "./wait";

/** What the gateway answered, and the payment as the answer left it, if it was written at once. */
type Heard = { is: Answer["is"]; payment?: Payment | undefined };

/**
 * Sends a call to the gateway under its idempotency key and records the answer. Set `isFirst` only if nobody can have
 * sent it before.
 */
export async function ask(call: Call, payment: Payment, isFirst = false): Promise<Heard> {
  const answer = await send(call, payment);
  if (!answer) {
    await callForAccountKey(call, payment);
    return { is: "unknown" };
  }
  const { is } = answer;
  switch (is) {
    case "unknown":
      await hearUnknown(call, payment, answer);
      return { is };
    case "rejected":
      await hearRejected(call, payment, answer, isFirst);
      return { is };
    case "seen": {
      const snapshot = await secondLook(payment, answer.snapshot);
      return { is, payment: snapshot && (await settleOrLook(payment, { is, snapshot })) };
    }
    case "declined":
      if (!mayBeGivenUp(call.kind))
        return { is, payment: await settleOrLook(payment, declinedBy(call, answer)) };
      await giveUp[call.kind](call, answer, now());
      // For example, the payment is disputed or was already refunded in the gateway's console.
      if (answer.tellsMore) await lookAndRecord(payment.id);
      return { is };
  }
}

/** What becomes of a call about money that was authorized, once the gateway has refused it. */
const giveUp = {
  refund: giveBackRefund,
  capture: giveUpCapture,
  acquire: giveUpAcquire,
  receipt: giveUpReceipt,
  receipt_cancel: giveUpReceipt,
};

const mayBeGivenUp = (kind: Call["kind"]): kind is keyof typeof giveUp => Object.hasOwn(giveUp, kind);

/**
 * Records, and returns the payment if that changed it. If the row changed meanwhile, the answer may be outdated, and
 * only a new look may be written.
 */
async function settleOrLook(payment: Payment, found: Found): Promise<Payment | undefined> {
  const recorded = await record(payment, found, now());
  if (!recorded) await lookAndRecord(payment.id);
  return recorded?.version === payment.version ? undefined : recorded;
}

/** Only a confirm can be tried again: if the gateway declines anything else, nothing is open there. */
const declinedBy = (call: Call, { code, stillOpen }: Declined): Found => ({
  is: "declined",
  code,
  stillOpen: stillOpen && call.kind === "confirm",
});

const rejectedBy = (call: Call, stillOpen: boolean): Extract<Found, { is: "rejected" }> => ({
  is: "rejected",
  code: call.gatewayCode ?? rejectedCode,
  kind: call.rejection?.about === "input" ? "input" : "rejected",
  stillOpen,
});

/** The failed charge of an earlier card that a look found and this call did not cause. */
const cardBefore = (look: Look) =>
  look.is === "seen" ? { failedCharge: look.snapshot.detail.failedCharge } : {};

/**
 * Sends a call for the first time, and looks right away if the answer was inconclusive. Retries a few times while the
 * gateway is only busy; reconcile takes over after that. Returns the payment as the first answer left it; undefined if
 * that answer did not record it.
 */
export async function askNow(call: Call, payment: Payment): Promise<Payment | undefined> {
  try {
    const heard = await ask(call, payment, true);
    if (heard.is !== "unknown" && heard.is !== "rejected") return heard.payment;
    await pursue(call.id);
    for (const wait of triesAfterMs) {
      const standing = await busyCall(call, wait);
      if (!standing) return undefined;
      await pursue(standing.id);
    }
  } catch (error) {
    log.error({ err: error, call: call.id }, "a call broke off; reconcile takes it from here");
  }
  return undefined;
}

/** Waits, then returns the pending call for this operation, under its old key or a new one, while its gateway is busy. */
async function busyCall({ paymentId, kind }: Call, afterMs: number): Promise<Call | undefined> {
  for (let waited = 0; ; waited += pollMs) {
    const standing = await pendingCallOf(db, paymentId, kind);
    if (!standing || !isBusy(standing)) return undefined;
    if (waited >= afterMs) return standing;
    await sleep(pollMs);
  }
}

/** Whether the gateway answered that it is busy or that its system failed. Both pass. */
const isBusy = ({ unknownWhy }: Call) => unknownWhy === "error" || unknownWhy === "in_progress";

/**
 * Looks up what became of a call whose outcome is unknown, then acts on it: records it, sends it again, or leaves it
 * for later. Safe to repeat.
 */
export async function pursue(callId: string): Promise<void> {
  const call = await callById(db, callId);
  const payment = call && (await paymentById(db, call.paymentId));
  if (!call || !payment || call.state !== "pending") return;
  const look = await lookAt(
    payment,
    "paymentKey" in call.sent ? call.sent.paymentKey : null,
    isAboutReceipt(call) ? firstAsked(call) : undefined,
  );
  await noteLook(payment, look, now());
  if (!call.toldAt && isTold(call, look)) await tell(call, payment);
  const step = nextStep(call, payment, look, now());
  switch (step.do) {
    case "later":
      if (look.is === "unknown")
        log.warn({ call: call.id, why: look.why, code: look.code }, "no answer to a look");
      return;
    case "record": {
      const snapshot = await secondLook(payment, step.snapshot);
      if (snapshot) await record(payment, { is: "seen", snapshot }, now());
      return;
    }
    case "free":
      await record(payment, { is: "nothing", why: step.why }, now());
      return;
    case "decline":
      await record(payment, { is: "declined", code: step.code, stillOpen: step.stillOpen }, now());
      return;
    case "reject":
      alarmUnlessHeard(call, payment);
      await record(payment, { ...rejectedBy(call, step.stillOpen), ...cardBefore(look) }, now());
      return;
    case "fail":
      await record(
        payment,
        {
          is: "errored",
          code: call.gatewayCode ?? "gateway_error",
          stillOpen: step.stillOpen,
          ...cardBefore(look),
        },
        now(),
      );
      return;
    case "lost":
      await record(payment, { is: "lost" }, now());
      return;
    case "give_back":
      if (look.is === "absent") alarmOfLost(call, payment);
      else alarmUnlessHeard(call, payment);
      await giveUp[mayBeGivenUp(call.kind) ? call.kind : "capture"](
        call,
        { code: step.code, message: call.rejection?.message },
        now(),
      );
      return;
    case "person":
      await leaveToPerson(call, payment, step.why);
      return;
    case "ask_again":
      await ask(await askedBefore(call), payment);
      // By now the page's closing time may be too near, which the gateway rejects for good. Pursue at once, so that the
      // shopper need not wait.
      if (call.kind === "create" && (await wasRejected(call))) await pursue(call.id);
      return;
    case "ask_anew": {
      const renewed = await renew(call, payment);
      if (renewed) await ask(renewed, payment);
      return;
    }
  }
}

/** A request ends because the gateway does not find the payment that it is about. */
const alarmOfLost = (call: Call, payment: Payment) =>
  raise(
    "request_rejected",
    { gateway: payment.gateway, call: call.id, payment: payment.id, code: call.gatewayCode },
    "the gateway does not find the payment of a request",
  );

/** If the gateway says it does not know a payment and a look finds it all the same, an operator must look into it. */
function alarmUnlessHeard(call: Call, payment: Payment) {
  if (!isRejected(call) || call.rejection) return;
  raise(
    "request_rejected",
    { gateway: payment.gateway, call: call.id, payment: payment.id, code: call.gatewayCode },
    "the gateway rejected a request for a payment that it has",
    "warn",
  );
}

/** Whether the gateway rejected this call and it is still open, so that a look can decide what follows. */
async function wasRejected({ id }: Call): Promise<boolean> {
  const standing = await callById(db, id);
  return standing?.state === "pending" && standing.unknownWhy === "rejected";
}

/** Undefined if the refund's bank account cannot be decrypted; then nothing is sent. */
async function send(call: Call, payment: Payment): Promise<Answer | undefined> {
  if (!isOfTodaysMode(payment)) return otherKeys;
  const to = gateway(payment.gateway);
  const { keyPair } = payment;
  const { sent } = call;
  switch (sent.kind) {
    case "confirm":
      return to.confirm(keyPair, call.id, sent);
    case "create": {
      const { kind, ...request } = sent;
      return to.open(keyPair, call.id, { what: request.page ? "page" : "intent", ...request });
    }
    case "issue": {
      const { kind, ...request } = sent;
      return to.open(keyPair, call.id, { what: "account", ...request });
    }
    case "close":
      return to.close(keyPair, call.id, sent);
    case "capture":
      return to.capture(keyPair, call.id, sent);
    case "acquire":
      return to.acquire(keyPair, call.id, sent);
    case "receipt": {
      const { registrationNumber, known: _, kind: __, ...request } = sent;
      // Another account's receipt would name another business.
      if (!isOfToday(payment) || !registrationNumber) return otherKeys;
      return to.issueReceipt(keyPair, call.id, { ...request, registrationNumber });
    }
    case "receipt_cancel":
      return isOfToday(payment) ? to.cancelReceipt(keyPair, call.id, sent) : otherKeys;
    case "refund": {
      const refundId = call.refundId ?? "";
      const account = needsAccount(payment) ? await accountOf(refundId) : undefined;
      if (account === "unreadable") return undefined;
      return to.refund(keyPair, call.id, { ...sent, refundId, account });
    }
  }
}

/** The bank account that a deposit's refund goes to. It is stored with the refund, never with the call. */
async function accountOf(refundId: string) {
  const sealed = (await refundById(db, refundId))?.account;
  if (!sealed) return undefined;
  try {
    return decryptAccount(refundId, sealed);
  } catch (error) {
    log.warn({ err: error, refund: refundId }, "the account of a refund cannot be read");
    return "unreadable";
  }
}

/**
 * The key that encrypts bank accounts was changed or lost: alerts an operator at once. Nothing was sent to the gateway.
 */
const callForAccountKey = (call: Call, payment: Payment) =>
  transaction(async (tx) => {
    await lockOrder(tx, payment.orderId);
    if ((await callById(tx, call.id))?.state !== "pending") return;
    const refund = { subject: "refund", subjectId: call.refundId ?? "" } as const;
    await callPerson(tx, [needOf(payment, "account_unreadable", "", refund)], now());
  });

/** The gateway has accepted the call for processing. From now on it counts as slow, not silent. */
const tell = (call: Call, payment: Payment) =>
  transaction(async (tx) => {
    const at = now();
    await lockOrder(tx, payment.orderId);
    await noteTold(tx, call.id, at);
    await endNeeds(tx, payment.orderId, at);
  });

/**
 * A confirm is sent as soon as it is written. If it has no answer at all, it was interrupted, and the gateway may have
 * acted on it.
 */
async function askedBefore(call: Call): Promise<Call> {
  if (call.kind !== "confirm" || call.unknownWhy !== null) return call;
  const note = {
    unknownWhy: "unreachable",
    gatewayCode: null,
    rejection: null,
    silentAt: call.askedAt,
  } as const;
  await transaction((tx) => noteUnknown(tx, call.id, note));
  return { ...call, ...note };
}

const hearUnknown = async (call: Call, payment: Payment, { why, code }: Unknown) => {
  log.warn({ call: call.id, payment: payment.id, why, code }, "the gateway's answer leaves us not knowing");
  if (why === "setup") await refusesKeysFor(payment, code, now());
  return transaction(async (tx) => {
    const at = now();
    // A later answer does not undo an earlier silence. If nothing was sent this time, nothing changes.
    const silentAt = call.silentAt ?? (isAnswered({ unknownWhy: why }) ? null : at);
    const heard = { unknownWhy: why, gatewayCode: code, rejection: null };
    const [noted] =
      why === "not_sent"
        ? await noteFirstUnknown(tx, call.id, heard)
        : await noteUnknown(tx, call.id, { ...heard, silentAt });
    // Record that the outcome is unknown once, not on every retry.
    if (!noted || call.unknownWhy) return;
    const kind = `${call.kind}_unknown` as const;
    await recordEvents(tx, [
      { orderId: payment.orderId, paymentId: payment.id, kind, detail: { why, code }, at },
    ]);
  });
};

/**
 * The gateway rejected our request or our account. Alerts the operator with its message; a look decides what follows. A
 * rejected close alarms only if it is about our keys: whether the surface is open at all, only the look shows.
 */
const hearRejected = (call: Call, payment: Payment, { code, about, said }: Rejected, isFirst: boolean) => {
  const alarm = call.kind === "close" ? about === "keys" : about !== "input";
  const told = { gateway: payment.gateway, call: call.id, payment: payment.id, code, about, ...said };
  if (alarm) raise("request_rejected", told, "the gateway rejected a request", "warn");
  else log.warn(told, "the gateway rejected a request");
  return transaction(async (tx) => {
    const isSure = isFirst && call.silentAt === null;
    const heard = {
      unknownWhy: "rejected",
      gatewayCode: code,
      rejection: { about, ...said, isSure },
    } as const;
    const [noted] = await noteUnknown(tx, call.id, heard);
    if (!noted || call.unknownWhy === "rejected") return;
    const detail = { call: call.kind, code, ...said };
    await recordEvents(tx, [
      { orderId: payment.orderId, paymentId: payment.id, kind: "gateway_rejected", detail, at: now() },
    ]);
  });
};

/** Sends the same operation under a new key, since the old key would only replay an error. */
const renew = (call: Call, payment: Payment) =>
  transaction(async (tx) => {
    await lockOrder(tx, payment.orderId);
    // Read under the lock: the refundable amount may have changed since the look.
    const fresh = await paymentById(tx, payment.id);
    if (!fresh || !(await endCall(tx, call.id, "moot"))) return undefined;
    // The new call remembers it.
    const { sent: kept } = forgetful(call);
    if (kept) await rewriteSent(tx, call.id, kept);
    const n = call.n + 1;
    const refund = call.refundId ? await refundById(tx, call.refundId) : undefined;
    if (refund) return writeCall(tx, refundCall(fresh, refund, n, call.askedAt, call.nextAt));
    const sent = sentAnew(call.sent, fresh);
    const amount = sent.kind === "receipt" ? sent.amount : call.amount;
    return writeCall(tx, {
      ...newCall(payment, sent, { n, askedAt: call.askedAt, nextAt: call.nextAt }),
      amount,
    });
  });

/** A page gets a full window, counted from now, and a cash receipt is for what is left by now. */
function sentAnew(sent: Call["sent"], payment: Payment): Call["sent"] {
  if (sent.kind === "create" && sent.page) return { ...sent, page: pageFromNow(sent.page, payment) };
  return sent.kind === "receipt" ? { ...sent, ...leftOf(payment) } : sent;
}

const pageFromNow = <Page extends object>(page: Page, payment: Payment) => ({
  ...page,
  closesAt: later(now(), gateway(payment.gateway).windowMs).toISOString(),
});

const leaveToPerson = (call: Call, payment: Payment, why: StuckReason) =>
  transaction(async (tx) => {
    const at = now();
    await lockOrder(tx, payment.orderId);
    if (!(await endCall(tx, call.id, "stuck"))) return;
    await recordEvents(tx, [
      { orderId: payment.orderId, paymentId: payment.id, kind: "needs_person", detail: { why }, at },
    ]);
    await callPerson(tx, [needOf(payment, why, "", { subject: "call", subjectId: call.id })], at);
    // The gateway may still report the outcome.
    const { confirmMeans } = gateway(payment.gateway);
    if (call.kind === "confirm" && confirmMeans === "authorize")
      await keepLooking(tx, payment.id, later(at, hours(1)));
    await endNeeds(tx, payment.orderId, at);
  });
