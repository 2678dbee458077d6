import { eq } from "drizzle-orm";
import {
  auditLog,
  cancelRequests,
  chainHeads,
  disputes,
  mails,
  needs,
  orders,
  payments,
  refunds,
  webhookInbox,
} from "@/db/schema";
import { db, transaction } from "@/db/store";
import { addUpDays } from "@/lib/books/days";
import { now } from "@/lib/clock";
import { seedOrders } from "@/scripts/sample-orders";

/** A shop that has sold for a year and whose desk has been busy: every list has open items. */
export async function aFullShop(many: number) {
  await seedOrders(many, now());
  await addUpDays();
  const paid = await db
    .select({ orderId: orders.id, number: orders.number, paymentId: payments.id, at: payments.createdAt })
    .from(orders)
    .innerJoin(payments, eq(payments.id, orders.winnerPaymentId));
  for (let from = 0; from < paid.length; from += 500) await leaveWork(paid.slice(from, from + 500), from);
}

/** Claims that the transfers up to this place are in the sums of their days, and no others. */
export const setAddedUp = (addedUp: number) =>
  transaction((tx) => tx.update(chainHeads).set({ addedUp }).where(eq(chainHeads.name, "transfers")));

type Paid = { orderId: string; number: string; paymentId: string; at: Date };

/** Desk work on these orders; some of it is still open. */
const leaveWork = (paid: Paid[], from: number) =>
  transaction(async (tx) => {
    const each = paid.map(({ number, at, ...of }, n) => ({
      of: { ...of, createdAt: at },
      id: `${from + n}`,
      at,
      number,
      waits: n % 200 === 0,
    }));
    const asked = { amount: 1, currency: "KRW", reason: "단순 변심", gatewayStatus: "needs_response" };
    await tx.insert(refunds).values(
      each.map(({ of, id, waits }) => ({
        ...of,
        ...asked,
        id: `rf_crowd-${id}`,
        requestedBy: "operator",
        state: waits ? ("waiting_for_approval" as const) : ("failed" as const),
      })),
    );
    await tx.insert(disputes).values(
      each.map(({ of, id, waits }) => ({
        ...of,
        ...asked,
        id: `dp_${id}`,
        state: waits ? ("open" as const) : ("won" as const),
      })),
    );
    await tx.insert(cancelRequests).values(
      each.map(({ of: { paymentId: _, ...of }, id, waits }) => ({
        ...of,
        id: `cr_${id}`,
        reason: asked.reason,
        state: waits ? ("asked" as const) : ("declined" as const),
      })),
    );
    await tx.insert(mails).values(
      each.map(({ of, id, at, waits }) => ({
        ...of,
        id: `mail_crowd-${id}`,
        kind: "order_received" as const,
        cause: "",
        state: waits ? ("failed" as const) : ("sent" as const),
        tries: 1,
        nextAt: at,
      })),
    );
    await tx.insert(webhookInbox).values(
      each.map(({ of, id, at, waits }) => ({
        id: `in_${id}`,
        gateway: "toss" as const,
        key: id,
        body: "{}",
        state: waits ? ("failed" as const) : ("done" as const),
        paymentId: of.paymentId,
        tries: 1,
        receivedAt: at,
        nextAt: at,
      })),
    );
    await tx.insert(auditLog).values(
      each.map(({ id, at, number }, n) => ({
        id: `aud_${id}`,
        actor: `staff:${n % 20}`,
        action: "refund_asked" as const,
        subject: number,
        detail: {},
        at,
      })),
    );
    await tx.insert(needs).values(
      each.map(({ of: { orderId, paymentId }, id, at, waits }) => ({
        id: `need_${id}`,
        orderId,
        paymentId,
        reason: "captured_changed" as const,
        subject: "payment" as const,
        subjectId: paymentId,
        openedAt: at,
        ...(waits ? {} : { closedAt: at, closedBy: "staff:1", closedHow: "resolved" as const }),
      })),
    );
  });
