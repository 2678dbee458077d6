import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql } from "drizzle-orm";
import { skipped } from "./mails";
import {
  type CallSent,
  calls,
  cancelRequests,
  idempotencyKeys,
  mails,
  type Order,
  orders,
  type PaymentDetail,
  paymentEvents,
  payments,
  refunds,
  webhookInbox,
} from "./schema";
import type { Reader, Tx } from "./store";

type Place = Pick<Order, "id" | "createdAt">;

/**
 * Orders created before `before` that still hold personal data, oldest first, starting at `after`. `paid` selects
 * orders with money in them, otherwise those that ended without any.
 */
export const ordersToErase = (db: Reader, paid: boolean, before: Date, limit: number, after?: Place) =>
  db
    .select({ id: orders.id, createdAt: orders.createdAt })
    .from(orders)
    .where(
      and(
        isNull(orders.erasedAt),
        lte(orders.createdAt, before),
        paid ? eq(orders.status, "paid") : inArray(orders.status, ["expired", "canceled"]),
        after &&
          or(
            gt(orders.createdAt, after.createdAt),
            and(eq(orders.createdAt, after.createdAt), gt(orders.id, after.id)),
          ),
      ),
    )
    .orderBy(asc(orders.createdAt), asc(orders.id))
    .limit(limit);

/** The orders of an email address, regardless of case, oldest first. */
export const ordersOfEmail = (db: Reader, email: string) =>
  db
    .select()
    .from(orders)
    .where(eq(sql`lower(${orders.customerEmail})`, email.toLowerCase()))
    .orderBy(asc(orders.createdAt), asc(orders.id));

/** Erases the shopper from an order whose lock is held. */
export const erasePerson = (tx: Tx, orderId: string, at: Date) =>
  tx
    .update(orders)
    .set({
      customerName: "",
      customerEmail: "",
      customerPhone: "",
      customerPhoneEnd: "",
      searchText: "",
      shippingAddress: null,
      trackingNumber: null,
      returnUrl: null,
      cancelUrl: null,
      erasedAt: at,
    })
    .where(eq(orders.id, orderId));

/** Erases personal data and typed text from an order's payments, refunds, calls and requests. */
export async function eraseTraces(
  tx: Tx,
  orderId: string,
  impersonal: (detail: PaymentDetail) => PaymentDetail,
) {
  const ofOrder = await tx.select().from(payments).where(eq(payments.orderId, orderId));
  for (const { id, detail } of ofOrder) {
    await tx
      .update(payments)
      .set({
        detail: impersonal(detail),
        surface: null,
        depositSecret: null,
        openedFrom: null,
        version: sql`${payments.version} + 1`,
      })
      .where(eq(payments.id, id));
    for (const call of await tx.select().from(calls).where(eq(calls.paymentId, id)))
      await tx
        .update(calls)
        .set({ sent: sentToNobody(call.sent) })
        .where(eq(calls.id, call.id));
    await tx.update(webhookInbox).set({ body: null }).where(eq(webhookInbox.paymentId, id));
  }
  await tx
    .update(refunds)
    .set({ reason: "", account: null })
    .where(and(eq(refunds.orderId, orderId), ne(refunds.requestedBy, "system")));
  await tx.update(cancelRequests).set({ reason: "" }).where(eq(cancelRequests.orderId, orderId));
  await tx
    .update(cancelRequests)
    .set({ answer: "" })
    .where(and(eq(cancelRequests.orderId, orderId), isNotNull(cancelRequests.answer)));
  await tx
    .update(mails)
    .set({ state: skipped, leasedUntil: null })
    .where(and(eq(mails.orderId, orderId), eq(mails.state, "new")));
  const ofRefunds = await tx.select({ id: refunds.id }).from(refunds).where(eq(refunds.orderId, orderId));
  const made = [orderId, ...[...ofOrder, ...ofRefunds].map(({ id }) => id)];
  // The hash of a body could be compared with a guess.
  await tx.update(idempotencyKeys).set({ bodyHash: "erased" }).where(inArray(idempotencyKeys.madeId, made));
  await eraseTyped(tx, orderId);
}

/** What a call sent, without personal data. A refund's reason is typed text. */
function sentToNobody(sent: CallSent): CallSent {
  switch (sent.kind) {
    case "create":
      return { ...sent, customerEmail: "" };
    case "issue":
      return { ...sent, customerName: "", customerEmail: "", cashReceipt: undefined };
    case "receipt":
      return { ...sent, registrationNumber: undefined };
    case "refund":
      return { ...sent, reason: "" };
    case "capture":
      return { ...sent, parcel: undefined };
    default:
      return sent;
  }
}

/** Text typed by staff or a shopper is stored under these names; `why` of other events is a code. */
const typed = ["reason", "note", "answer", "tracking_number"];
const typedWhy: ReadonlySet<string> = new Set([
  "refund_rejected",
  "refund_withdrawn",
  "call_given_up",
  "review_accepted",
  "review_returned",
]);

async function eraseTyped(tx: Tx, orderId: string) {
  for (const event of await tx.select().from(paymentEvents).where(eq(paymentEvents.orderId, orderId))) {
    const names = typedWhy.has(event.kind) ? [...typed, "why"] : typed;
    const found = names.filter((name) => typeof event.detail[name] === "string");
    if (found.length === 0) continue;
    const detail = { ...event.detail, ...Object.fromEntries(found.map((name) => [name, ""])) };
    await tx.update(paymentEvents).set({ detail }).where(eq(paymentEvents.id, event.id));
  }
}

/** Erases bodies of webhooks received since `since` about orders that were erased before. */
export const eraseLateBodies = (tx: Tx, since: Date) =>
  tx
    .update(webhookInbox)
    .set({ body: null })
    .where(
      and(
        gt(webhookInbox.receivedAt, since),
        eq(webhookInbox.state, "done"),
        isNotNull(webhookInbox.body),
        inArray(
          webhookInbox.paymentId,
          tx
            .select({ id: payments.id })
            .from(payments)
            .innerJoin(orders, eq(orders.id, payments.orderId))
            .where(isNotNull(orders.erasedAt)),
        ),
      ),
    );

/** Which of these letters are for a shopper who was erased. */
export const lettersToErased = async (db: Reader, ids: string[]) =>
  (
    await db
      .select({ id: mails.id })
      .from(mails)
      .innerJoin(orders, eq(orders.id, mails.orderId))
      .where(and(inArray(mails.id, ids), isNotNull(orders.erasedAt)))
  ).map(({ id }) => id);
