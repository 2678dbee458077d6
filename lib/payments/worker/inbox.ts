import { createHash } from "node:crypto";
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
import { lookAndSettle } from "../engine/look";
import { endNeeds } from "../engine/needs";
import { listsOfShop } from "./lists";
import { lookForStray, mayBeStray } from "./strays";

/**
 * Keeps a webhook: its body but for accounts of the shopper's, once per delivery. Answers the row to be worked on, or
 * undefined when there is nothing to do: for a duplicate of one that is done, and for what a stranger may have written.
 * Throws invalid_signature for one that its gateway did not write, or wrote long ago by our clock: those are counted, and
 * nothing of them is kept.
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
  // Anybody may write a name that looks like ours; where it is of no payment the gateway is asked, within limits.
  if (note === "not_ours" && (await mayBeStray(news.about?.orderId ?? null))) {
    const isAsked = (await mayKeepStrange(headers)) && (await mayLookAtOnce(headers));
    if (!isAsked) return undefined;
    return keep({ name, body: news.keepable(), key: hash(), at, state: "new" });
  }
  if (note) {
    // Anybody may have written it, so they do not choose its key either.
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
  // The look that is going to answer the row that waits sees what this one tells.
  if (!isWhole && (await hasNewsWaiting(db, payment.id, isNow ? later(at, fullMs) : undefined)))
    return undefined;
  const id = await keep(isWhole ? row : { ...row, body: cut(row.body) });
  return isNow ? id : undefined;
}

/**
 * When the gateway is asked about news of a caller who caused too many looks, and how long news wait when the shop had too
 * many, in milliseconds. Orders that wait for money are looked at by the clock meanwhile.
 */
const laterLookMs = minutes(60);
const fullMs = minutes(1);

/** Why news that nobody signed are not worth a look; undefined where they are. */
function doubtOf({ about, secret }: News, payment: Payment | undefined) {
  if (!payment) return about ? "not_ours" : "not_understood";
  return isForged(secret, payment) ? "wrong_secret" : undefined;
}

/** Where we know what the gateway's own news must name, a stranger's is not worth a look. */
const isForged = (secret: string | null | undefined, { depositSecret }: Payment) =>
  Boolean(secret && depositSecret && secret !== depositSecret);

/** What is kept of a body that anybody may have sent, in bytes. */
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
  /** When it is worked on; at once where it does not say. */
  nextAt?: Date;
};

/** Writes news down once; the row to be worked on, undefined when there is one that is done. */
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
      // PostgreSQL's text cannot hold a NUL, and no JSON has a bare one.
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

/** Works on a kept webhook while its sender already has its answer; what breaks off is reconcile's. */
export function startWork(id: string) {
  finishing(workOnNews(id)).catch((error) =>
    log.error({ err: error, news: id }, "a webhook could not be worked on"),
  );
}

/** How long one worker has a row to itself, and how far apart looks caused by webhooks are, in milliseconds. */
const leaseMs = seconds(60);
const betweenLooksMs = seconds(2);

/**
 * Works on a kept webhook. What it says is a hint, never an order: the gateway is asked, and what it
 * answers is settled.
 */
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

/** What could not be worked on for a while, and a person was called to, is. */
async function endNeedsOfNews(tx: Tx, { id }: InboxRow, paymentId: string | null | undefined) {
  const payment = paymentId ? await paymentById(tx, paymentId) : undefined;
  const strange = await openNeedFor(tx, "news_unanswered", id);
  if (strange) await closeNeed(tx, strange.id, { by: "system", how: "ended", at: now() });
  if (payment) await endNeeds(tx, payment.orderId, now());
}

async function act(row: InboxRow): Promise<Parameters<typeof writeNews>[2]> {
  const news = await newsOf(row);
  const { about, payment } = news;
  // Kept, since it may matter to a person, but a stranger's reference is not worth a look.
  if (!payment) return about ? ofNone(row, about) : { state: "done", note: "not_understood" };
  if (isForged(news.secret, payment)) {
    noteRefused(row.gateway, { why: "secret" });
    return { state: "done", paymentId: payment.id, note: "wrong_secret" };
  }
  // A look that began on account of this very row, and was cut off, has seen nothing.
  if (row.note === null && isSeen(row, payment))
    return { state: "done", paymentId: payment.id, note: "seen_by_a_later_look" };
  const at = now();
  if (isTurnOf(payment.id) && !isVouchedFor(row) && !(await mayLook()))
    return { paymentId: payment.id, nextAt: later(at, fullMs) };
  const allowed =
    isTurnOf(payment.id) &&
    (await transaction(async (tx) => {
      const mine = await allowNewsLook(tx, payment.id, later(at, -betweenLooksMs), at);
      if (mine) await beginLook(tx, row.id, payment.id);
      return mine !== undefined;
    }));
  if (!allowed) return { paymentId: payment.id, nextAt: later(at, betweenLooksMs) };
  lastLooks.set(payment.id, countdown(betweenLooksMs));
  if ((await lookAndSettle(payment.id, about ?? undefined)) === "unknown")
    return {
      state: "failed",
      paymentId: payment.id,
      note: "no_answer",
      nextAt: later(now(), backoffMs(row.tries)),
    };
  return { state: "done", paymentId: payment.id, note: "looked" };
}

/** What is of no payment of ours may be of an order that is lost; else it is another program's. */
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

/** True of what the gateway signed, the shop itself read or staff asked for again: no stranger causes those looks. */
const isVouchedFor = ({ gateway: name, source, note }: InboxRow) =>
  gateway(name).signsNews || source === "list" || note === "asked_again";

/** What a row says, and which payment of ours it is about. */
async function newsOf(row: InboxRow) {
  // What a list told of was compared with our payments when it was read.
  if (row.source === "list")
    return { about: namedInList(row.body), payment: await paymentById(db, row.paymentId ?? "") };
  if (!row.body) return {};
  const { about, secret } = gateway(row.gateway).news(row.body, new Headers());
  const named = about ? await paymentAbout(row.gateway, about) : undefined;
  // Of a body that was cut the payment was noted when it came.
  const isCut = !about && row.paymentId !== null;
  return { about, secret, payment: isCut ? await paymentById(db, row.paymentId ?? "") : named };
}

/** The names in a change of a list, as the daily look keeps it; null once that is erased. */
const namedInList = (body: string | null): Named | null => (body ? (JSON.parse(body) as Change).about : null);

/**
 * True when news were there before a look on account of others began. The order is that of the inbox: servers' clocks
 * differ, and are set back.
 */
const isSeen = ({ serial }: InboxRow, { newsLookedTo }: Payment) =>
  serial !== null && newsLookedTo !== null && serial <= newsLookedTo;

/**
 * When this process last looked on account of news. The database knows for all of them, but by clocks that may differ;
 * here a flood is held back by one that nobody sets.
 */
const lastLooks = new Map<string, Countdown>();

/** Forgets when it looked; for simulations, each of which begins time anew. */
export const forgetNewsLooks = () => lastLooks.clear();

function isTurnOf(paymentId: string) {
  if (lastLooks.size > 1_000) for (const [id, left] of lastLooks) if (left() === 0) lastLooks.delete(id);
  return (lastLooks.get(paymentId)?.() ?? 0) === 0;
}

/** The payment that is named, if it is one of this gateway's. */
export async function paymentAbout(
  name: GatewayName,
  { orderId, sessionKey, paymentKey }: Named,
): Promise<Payment | undefined> {
  const asked = orderId ? await paymentByGatewayOrderId(db, orderId) : undefined;
  const isNameless = asked && asked.gatewaySessionKey === null && asked.gatewayPaymentKey === null;
  // What was never told its names must not be taken for another of ours that has just these.
  const isCertain = asked && (!isNameless || gateway(name).severalWindows);
  const found = isCertain
    ? asked
    : ((sessionKey ? await paymentBySession(db, sessionKey) : undefined) ??
      (paymentKey ? await paymentByKey(db, paymentKey) : undefined) ??
      asked);
  return found?.gateway === name ? found : undefined;
}

/** 10 seconds, then twice as long each time, an hour at most. */
const backoffMs = (tries: number) => Math.min(seconds(10) * 2 ** Math.min(tries, 10), minutes(60));
