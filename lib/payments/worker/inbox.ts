import { createHash } from "node:crypto";
import { pendingCallsOf } from "@/db/calls";
import { beginLook, hasNewsWaiting, keepNews, leaseNews, newsByKey, writeNews } from "@/db/inbox";
import { closeNeed, openNeedFor } from "@/db/needs";
import {
  allowNewsLook,
  paymentByGatewayOrderId,
  paymentById,
  paymentByKey,
  paymentBySession,
} from "@/db/payments";
import type { InboxRow, Payment } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { type Countdown, countdown, later, minutes, newId, now, seconds } from "../../clock";
import type { GatewayName } from "../../contracts/gateways";
import { finishing } from "../../ending";
import { gateway } from "../../gateways";
import type { Change, Named, News } from "../../gateways/gateway";
import { noteRefused } from "../../gateways/troubles";
import { mayKeepStrange, mayKeepWhole, mayLook, mayLookAtOnce } from "../../limits/news";
import { log } from "../../log";
import { Problem } from "../../problem";
import { pursue } from "../engine/ask";
import { workOn } from "../engine/lease";
import { lookAndRecord } from "../engine/look";
import { endNeeds } from "../engine/needs";
import { listsOfShop } from "../lists";
import { lookForStray, mayBeStray } from "./strays";

/**
 * Stores a webhook, once per delivery, with its body minus the shopper's account data. Returns the id of the row to
 * work on. Undefined if there is nothing to do now: it repeats a finished delivery, a stranger may have written it, or
 * its caller is over a rate limit. Throws `invalid_signature` if its gateway did not write it, or wrote it too long ago
 * by our clock; those are counted and not stored.
 */
export async function receive(name: GatewayName, body: string, headers: Headers, at: Date) {
  const refusal = gateway(name).refusal(body, headers);
  if (refusal) {
    noteRefused(name, refusal);
    throw new Problem(
      "invalid_signature",
      "The signature does not match the shop's secret, or it is too old.",
    );
  }
  const news = gateway(name).news(body, headers);
  const hash = () => createHash("sha256").update(body).digest("hex");
  const ownKey = news.deliveryId?.slice(0, 300);
  if (gateway(name).signsNews)
    return keep({ name, body: news.keepable(), key: ownKey ?? hash(), at, state: "new" });
  const payment = news.about ? await paymentAbout(name, news.about) : undefined;
  const note = doubtOf(news, payment);
  // Anyone may write a name that looks like ours. If it matches no payment, ask the gateway, within rate limits.
  if (note === "not_ours" && (await mayBeStray(news.about?.orderId ?? null))) {
    const isAsked = (await mayKeepStrange(headers)) && (await mayLookAtOnce(headers));
    if (!isAsked) return undefined;
    return keep({ name, body: news.keepable(), key: hash(), at, state: "new" });
  }
  if (note) {
    // Anyone may have written it, so the sender does not choose its key either.
    if (await mayKeepStrange(headers))
      await keep({ name, body: cut(news.keepable()), key: hash(), at, state: "done", note, payment });
    if (note === "wrong_secret") noteRefused(name, { why: "secret" });
    return undefined;
  }
  if (!payment) return undefined;
  const isNow = await mayLookAtOnce(headers);
  const row = {
    name,
    body: news.keepable(),
    key: ownKey ?? hash(),
    at,
    state: "new",
    payment,
    nextAt: isNow ? at : later(at, laterLookMs),
  } as const;
  const isWhole = await mayKeepWhole(payment.id, Buffer.byteLength(row.body), headers);
  // The look for the row that is already waiting will also see what this webhook reports.
  if (!isWhole && (await hasNewsWaiting(db, payment.id, isNow ? later(at, fullMs) : undefined)))
    return undefined;
  const id = await keep(isWhole ? row : { ...row, body: cut(row.body) });
  return isNow ? id : undefined;
}

/**
 * How long a webhook waits if its caller caused too many looks, and if the shop had too many, in milliseconds.
 * Meanwhile, orders that wait for money are polled on schedule.
 */
const laterLookMs = minutes(60);
const fullMs = minutes(1);

/** Why an unsigned webhook is not worth a look; undefined if it is. */
function doubtOf({ about, secret }: News, payment: Payment | undefined) {
  if (!payment) return about ? "not_ours" : "not_understood";
  return isForged(secret, payment) ? "wrong_secret" : undefined;
}

/** Whether we know the secret that the gateway's webhook must carry, and this one carries another. */
const isForged = (secret: string | null | undefined, { depositSecret }: Payment) =>
  Boolean(secret && depositSecret && secret !== depositSecret);

/** How much we keep of a body that anyone may have sent, in bytes. */
const strangeBytes = 1_024;

const cut = (body: string) => Buffer.from(body).subarray(0, strangeBytes).toString();

type Kept = {
  name: GatewayName;
  key: string;
  body: string;
  at: Date;
  state: "new" | "done";
  note?: string;
  payment?: Payment | undefined;
  /** When to work on it; at once by default. */
  nextAt?: Date;
};

/** Stores a webhook once. Returns the id of the row to work on; undefined if the row is already done. */
async function keep({
  name,
  key,
  body,
  at,
  state,
  note,
  payment,
  nextAt = at,
}: Kept): Promise<string | undefined> {
  const kept = await transaction((tx) =>
    keepNews(tx, {
      id: newId("in"),
      gateway: name,
      key,
      // PostgreSQL text cannot hold a NUL, and JSON never contains a bare one.
      body: body.replaceAll("\0", "\ufffd"),
      state,
      note: note ?? null,
      paymentId: payment?.id ?? null,
      tries: 0,
      receivedAt: at,
      nextAt,
    }),
  );
  const row = kept ?? (await newsByKey(db, name, key));
  return row?.state === "done" ? undefined : row?.id;
}

/** Works on a stored webhook in the background, so that its sender need not wait. If it fails, reconcile retries. */
export function startWork(id: string) {
  finishing(workOnNews(id)).catch((error) =>
    log.error({ err: error, news: id }, "a webhook could not be worked on"),
  );
}

/** How long one worker holds a row, and the minimum interval between looks caused by webhooks, in milliseconds. */
const leaseMs = seconds(60);
const betweenLooksMs = seconds(2);

/** Works on a stored webhook. Its content is only a hint: we ask the gateway and record the answer. */
export async function workOnNews(id: string): Promise<void> {
  const row = await transaction((tx) => leaseNews(tx, id, now(), later(now(), leaseMs)));
  if (!row) return;
  try {
    await write(row, await act(row));
  } catch (error) {
    log.error({ err: error, news: row.id }, "a webhook could not be worked on");
    await write(row, { state: "failed", note: "error", nextAt: later(now(), backoffMs(row.tries)) });
  }
}

const write = (row: InboxRow, values: Parameters<typeof writeNews>[2]) =>
  transaction(async (tx) => {
    await writeNews(tx, row.id, values);
    if (row.state === "failed" && values.state === "done") await endNeedsOfNews(tx, row, values.paymentId);
  });

/** Closes the needs that were opened while a webhook could not be handled. */
async function endNeedsOfNews(tx: Tx, { id }: InboxRow, paymentId: string | null | undefined) {
  const payment = paymentId ? await paymentById(tx, paymentId) : undefined;
  const strange = await openNeedFor(tx, "news_unanswered", id);
  if (strange) await closeNeed(tx, strange.id, { by: "system", how: "ended", at: now() });
  if (payment) await endNeeds(tx, payment.orderId, now());
}

async function act(row: InboxRow): Promise<Parameters<typeof writeNews>[2]> {
  const news = await newsOf(row);
  const { about, payment } = news;
  // Kept, since it may matter to an operator, but a stranger's reference is not worth a look.
  if (!payment) return about ? ofNone(row, about) : { state: "done", note: "not_understood" };
  if (isForged(news.secret, payment)) {
    noteRefused(row.gateway, { why: "secret" });
    return { state: "done", paymentId: payment.id, note: "wrong_secret" };
  }
  // If this very row started a look that was interrupted, that look has seen nothing.
  if (row.note === null && isSeen(row, payment))
    return { state: "done", paymentId: payment.id, note: "seen_by_a_later_look" };
  const at = now();
  if (isTurnOf(payment.id) && !isVouchedFor(row) && !(await mayLook()))
    return { paymentId: payment.id, nextAt: later(at, fullMs) };
  // A declined card is looked for at once: somebody may be trying one stolen card after another. Strangers cannot cause
  // these looks, since the gateway signs them.
  const isUrgent = news.isDecline && isVouchedFor(row);
  const allowed =
    (isUrgent || isTurnOf(payment.id)) &&
    (await transaction(async (tx) => {
      const mine = await allowNewsLook(tx, payment.id, later(at, isUrgent ? 0 : -betweenLooksMs), at);
      if (mine) await beginLook(tx, row.id, payment.id);
      return mine !== undefined;
    }));
  if (!allowed) return { paymentId: payment.id, nextAt: later(at, betweenLooksMs) };
  lastLooks.set(payment.id, countdown(betweenLooksMs));
  if ((await lookAndRecord(payment.id, about ?? undefined)) === "unknown")
    return {
      state: "failed",
      paymentId: payment.id,
      note: "no_answer",
      nextAt: later(now(), backoffMs(row.tries)),
    };
  if (isUrgent) await shutAtOnce(payment.id);
  return { state: "done", paymentId: payment.id, note: "looked" };
}

/** Sends the call that shuts a card form after too many declines, instead of leaving it to the next turn. */
async function shutAtOnce(paymentId: string) {
  const at = now();
  for (const call of await pendingCallsOf(db, paymentId))
    if (call.kind === "close" && call.nextAt <= at) await workOn(call, at, () => pursue(call.id));
}

/** A webhook for none of our payments may belong to a lost order; otherwise it is another program's. */
async function ofNone(row: InboxRow, about: Named): Promise<Parameters<typeof writeNews>[2]> {
  if (!(await mayBeStray(about.orderId))) return { state: "done", note: "not_ours" };
  if (!isVouchedFor(row) && !(await mayLook())) return { nextAt: later(now(), fullMs) };
  for (const list of listsOfShop().filter((it) => it.gateway === row.gateway)) {
    const found = await lookForStray(list, about);
    if (typeof found === "object")
      return { state: "failed", note: "no_answer", nextAt: later(now(), backoffMs(row.tries)) };
    if (found !== "none") return { state: "done", note: "stray" };
  }
  return { state: "done", note: "not_ours" };
}

/**
 * Whether the gateway signed it, the shop read it from a list, or staff asked again: strangers cannot cause these
 * looks.
 */
const isVouchedFor = ({ gateway: name, source, note }: InboxRow) =>
  gateway(name).signsNews || source === "list" || note === "asked_again";

/** What a row says, and which of our payments it is about. */
async function newsOf(row: InboxRow) {
  // A change from a list was matched to a payment when it was read.
  if (row.source === "list")
    return { about: namedInList(row.body), payment: await paymentById(db, row.paymentId ?? "") };
  if (!row.body) return {};
  const { about, secret, isDecline } = gateway(row.gateway).news(row.body, new Headers());
  const named = about ? await paymentAbout(row.gateway, about) : undefined;
  // If the body was truncated, the payment was recorded on arrival.
  const isCut = !about && row.paymentId !== null;
  return { about, secret, isDecline, payment: isCut ? await paymentById(db, row.paymentId ?? "") : named };
}

/** The names in a change from a list, as the daily look stores it; null once it is erased. */
const namedInList = (body: string | null): Named | null => (body ? (JSON.parse(body) as Change).about : null);

/**
 * Whether a webhook had arrived before a look for other webhooks began. Compares inbox serials, because servers' clocks
 * differ and can be set back.
 */
const isSeen = ({ serial }: InboxRow, { newsLookedTo }: Payment) =>
  serial !== null && newsLookedTo !== null && serial <= newsLookedTo;

/**
 * When this process last looked because of a webhook. The database has this for all processes, but by clocks that may
 * differ; this limits a flood with a clock that nobody sets.
 */
const lastLooks = new Map<string, Countdown>();

/** Forgets those times; for simulations, which restart time. */
export const forgetNewsLooks = () => lastLooks.clear();

function isTurnOf(paymentId: string) {
  if (lastLooks.size > 1_000) for (const [id, left] of lastLooks) if (left() === 0) lastLooks.delete(id);
  return (lastLooks.get(paymentId)?.() ?? 0) === 0;
}

/** Finds the payment with these names, if it belongs to this gateway. */
export async function paymentAbout(
  name: GatewayName,
  { orderId, sessionKey, paymentKey }: Named,
): Promise<Payment | undefined> {
  const asked = orderId ? await paymentByGatewayOrderId(db, orderId) : undefined;
  const isNameless = asked && asked.gatewaySessionKey === null && asked.gatewayPaymentKey === null;
  // A payment that never got its gateway names must not be mistaken for another of ours that has these.
  const isCertain = asked && (!isNameless || gateway(name).severalWindows);
  const found = isCertain
    ? asked
    : ((sessionKey ? await paymentBySession(db, sessionKey) : undefined) ??
      (paymentKey ? await paymentByKey(db, paymentKey) : undefined) ??
      asked);
  return found?.gateway === name ? found : undefined;
}

/** Starts at 10 seconds and doubles each time, up to one hour. In milliseconds. */
const backoffMs = (tries: number) => Math.min(seconds(10) * 2 ** Math.min(tries, 10), minutes(60));
