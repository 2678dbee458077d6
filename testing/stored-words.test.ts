import { type Column, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import "./books";
import { auditOf, recordAudit } from "@/db/audit";
import { callById, endCall, lastCallOf, pendingCallOf, writeCall } from "@/db/calls";
import { eventsOf, recordEvents } from "@/db/events";
import { closeNeed, needById, openNeed, openNeedFor } from "@/db/needs";
import { writeOrder } from "@/db/orders";
import { movePayment, writePayment } from "@/db/payments";
import {
  auditLog,
  type CallSent,
  calls,
  needs,
  orders,
  type Payment,
  paymentEvents,
  payments,
} from "@/db/schema";
import { saidByAudit } from "@/db/seal";
import { db, transaction } from "@/db/store";
import { now } from "@/lib/clock";
import { newCall } from "@/lib/payments/engine/new-call";
import { anAttempt, orderNow, paymentNow } from "./makers";

/** What the database itself has in these columns, of the row with this ID. */
async function stored(id: string, ...columns: Column[]) {
  const [first] = columns;
  if (!first) throw new Error("No column.");
  const fields = Object.fromEntries(columns.map((column) => [column.name, sql`${column}`]));
  const table = first.table as typeof orders;
  const [row] = await db.select(fields).from(table).where(eq(table.id, id));
  return Object.values(row ?? {});
}

const sent: CallSent = {
  kind: "create",
  orderId: "ORD-1",
  orderName: "Tea",
  amount: 2_200,
  currency: "USD",
  lines: [],
  customerEmail: "mina@example.com",
  locale: "ko",
};

const aCallOf = (payment: Payment) =>
  transaction((tx) => writeCall(tx, newCall(payment, sent, { askedAt: now(), nextAt: now() })));

describe("what this release writes is stored in the words of the one before, and read in its own", () => {
  test("an order and a payment in review", async () => {
    const { order, payment } = await anAttempt();
    await transaction(async (tx) => {
      await writeOrder(tx, order.id, { status: "in_review" });
      await writePayment(tx, payment.id, payment.version, { status: "in_review" });
    });
    expect(await stored(order.id, orders.status)).toEqual(["held"]);
    expect(await stored(payment.id, payments.status)).toEqual(["held"]);
    expect((await orderNow(order)).status).toBe("in_review");
    const moved = await transaction((tx) => movePayment(tx, payment.id, ["in_review"], { status: "paid" }));
    expect(moved?.status).toBe("paid");
  });

  test("a call that creates a page, while it is pending and when it is moot", async () => {
    const { payment } = await anAttempt();
    const call = await aCallOf(payment);
    expect(call).toMatchObject({ id: `${payment.id}:open:1`, kind: "create", state: "pending", sent });
    expect(await stored(call.id, calls.kind, calls.state)).toEqual(["open", "open"]);
    const [json] = await stored(call.id, calls.sent);
    expect(typeof json === "string" ? JSON.parse(json) : json).toEqual({ ...sent, kind: "open" });
    expect(await pendingCallOf(db, payment.id, "create")).toEqual(call);
    expect(await lastCallOf(db, payment.id, "create")).toEqual(call);
    expect(await lastCallOf(db, payment.id, "confirm")).toBeUndefined();

    expect((await transaction((tx) => endCall(tx, call.id, "moot")))?.state).toBe("moot");
    expect(await stored(call.id, calls.state)).toEqual(["void"]);
  });

  test("a need", async () => {
    const { order, payment } = await anAttempt();
    const about = {
      orderId: order.id,
      paymentId: payment.id,
      subject: "payment",
      subjectId: payment.id,
    } as const;
    const need = await transaction((tx) => openNeed(tx, { ...about, reason: "authorized_long" }, now()));
    const id = need?.id ?? "";
    expect(await openNeedFor(db, "authorized_long", payment.id)).toEqual(need);
    await transaction((tx) => closeNeed(tx, id, { by: "staff:1", how: "resolved", at: now() }));
    expect(await stored(id, needs.reason, needs.closedHow)).toEqual(["held_long", "settled"]);
    expect(await needById(db, id)).toMatchObject({ reason: "authorized_long", closedHow: "resolved" });
  });

  test("an event, and an entry of the audit log with its seal", async () => {
    const { order, payment } = await anAttempt();
    const entry = { actor: "operator", subject: order.number, detail: {}, address: null, at: now() };
    await transaction(async (tx) => {
      const kinds = ["payment_in_review", "review_accepted", "need_resolved", "create_unknown"] as const;
      await recordEvents(
        tx,
        kinds.map((kind) => ({ orderId: order.id, paymentId: payment.id, kind, at: now() })),
      );
      await recordAudit(tx, { ...entry, action: "review_returned" });
    });
    const events = (await eventsOf(db, order.id)).slice(-4);
    expect(events.map(({ kind }) => kind).toSorted()).toEqual([
      "create_unknown",
      "need_resolved",
      "payment_in_review",
      "review_accepted",
    ]);
    const names = await Promise.all(events.map(({ id }) => stored(id, paymentEvents.kind)));
    expect(names.flat().toSorted()).toEqual([
      "held_accepted",
      "need_settled",
      "open_unknown",
      "payment_held",
    ]);

    const [audit] = await auditOf(db, order.number);
    expect(audit?.action).toBe("review_returned");
    expect(await stored(audit?.id ?? "", auditLog.action)).toEqual(["held_returned"]);
    expect(saidByAudit({ ...entry, id: "aud_1", action: "review_returned" })[2]).toBe("held_returned");
  });
});

test("what the release before writes during an upgrade is read in this one's words", async () => {
  const { order, payment } = await anAttempt();
  const call = await aCallOf(payment);
  await transaction(async (tx) => {
    await tx.update(orders).set({ status: sql`'held'` }).where(eq(orders.id, order.id));
    await tx.update(payments).set({ status: sql`'held'` }).where(eq(payments.id, payment.id));
    await tx.update(calls).set({ state: sql`'void'` }).where(eq(calls.id, call.id));
  });
  expect((await orderNow(order)).status).toBe("in_review");
  expect((await paymentNow(payment)).status).toBe("in_review");
  expect((await callById(db, call.id))?.state).toBe("moot");
});

test("a new word that was written past its column is no status", async () => {
  const { order } = await anAttempt();
  await transaction((tx) =>
    tx.update(orders).set({ status: sql`'in_review'` }).where(eq(orders.id, order.id)),
  );
  await expect(orderNow(order)).rejects.toThrow("in_review is stored as held.");
  await transaction((tx) => tx.update(orders).set({ status: "expired" }).where(eq(orders.id, order.id)));
});
