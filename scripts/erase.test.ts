import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, getTableColumns } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { auditOf } from "@/db/audit";
import { ordersOfEmail } from "@/db/erase";
import { mailsOf } from "@/db/mails";
import type { Payment } from "@/db/schema";
import * as schema from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { days, later, now } from "@/lib/clock";
import { eraseLetters } from "@/lib/mail/erase";
import { erasePeopleInTime, erasePersonOf, type ReasonToKeep } from "@/lib/orders/erase";
import { findGuestOrder } from "@/lib/orders/find";
import { askToCancel } from "@/lib/payments/ending/cancel-request";
import { lookAndRecord } from "@/lib/payments/engine/look";
import { receive } from "@/lib/payments/worker/inbox";
import { erase } from "@/lib/payments/worker/reconcile";
import { anAccount, anOrder, aPaidPayment, orderNow, paymentNow } from "@/testing/makers";

const personal = ["김미나", "mina@example.com", "01012345678", "서울에서 이사해요"];

/** Everything the database keeps about an order and its related rows, as text. */
async function allRows() {
  const tables = Object.values(schema).filter(
    (value): value is typeof schema.orders => typeof value === "object" && "getSQL" in value,
  );
  const rows = await Promise.all(tables.map((table) => db.select(getTableColumns(table)).from(table)));
  return rows.flat().map((row) => JSON.stringify(row));
}

const rowsNaming = async (id: string, words: string[]) =>
  (await allRows()).filter((row) => row.includes(id) && words.some((word) => row.includes(word)));

describe("Mina asks to be erased", () => {
  test("no row of her order names her, its money stays, and the desk, audit log and order page say so", async () => {
    const { order, payment } = await aPaidPayment();
    await askToCancel(order, { reason: "서울에서 이사해요", address: "203.0.113.7" });
    await transaction((tx) =>
      tx.update(schema.cancelRequests).set({ state: "declined", answer: "김미나 님께" }),
    );
    expect(await rowsNaming(order.id, personal)).not.toEqual([]);
    expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "erased" });
    for (const id of [order.id, order.number, payment.id, payment.gatewayOrderId])
      expect(await rowsNaming(id, personal)).toEqual([]);
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 29_000 });
    expect(await orderNow(order)).toMatchObject({
      status: "paid",
      amount: 29_000,
      erasedAt: expect.any(Date),
    });
    expect(await auditOf(db, order.number)).toContainEqual(
      expect.objectContaining({ actor: "operator", action: "person_erased" }),
    );
    expect(await findGuestOrder(order.number, "mina@example.com")).toBeUndefined();
    expect((await ordersOfEmail(db, "MINA@example.com")).map(({ id }) => id)).not.toContain(order.id);
    expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "erased_before" });
  });

  test("later answers from a gateway about her payment do not bring her back", async () => {
    const { order, payment } = await aPaidPayment();
    await erasePersonOf(order.id, "operator", now());
    const body = JSON.stringify({
      eventType: "PAYMENT_STATUS_CHANGED",
      data: { orderId: payment.gatewayOrderId, customerName: "김미나" },
    });
    await receive("toss", body, new Headers({ "tosspayments-webhook-transmission-id": order.id }), now());
    await lookAndRecord(payment.id);
    await transaction((tx) => tx.update(schema.webhookInbox).set({ state: "done" }));
    await erase(now());
    const written = await paymentNow(payment);
    expect(written.detail.card?.number ?? "").toBe("");
    expect(written.detail.receiptUrl).toBeUndefined();
    expect(await rowsNaming(payment.id, ["김미나"])).toEqual([]);
  });

  test("unsent emails are not sent, and files of emails to her are deleted", async () => {
    const folder = mkdtempSync(join(tmpdir(), "twotrack-letters-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [mina, junho] = [await aPaidPayment(), await aPaidPayment()];
    for (const { order } of [mina, junho])
      for (const { id } of await mailsOf(db, order.id)) writeFileSync(join(folder, `${id}.eml`), "Dear");
    const before = readdirSync(folder).length;
    const hers = (await mailsOf(db, mina.order.id)).length;
    expect(hers).toBeGreaterThan(0);
    await erasePersonOf(mina.order.id, "operator", now());
    expect((await mailsOf(db, mina.order.id)).map(({ state }) => state)).not.toContain("new");
    expect(await eraseLetters(folder)).toBe(hers);
    expect(readdirSync(folder)).toHaveLength(before - hers);
  });
});

describe("an order keeps its person", () => {
  test("while it may be paid", async () => {
    const order = await anOrder();
    expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "kept", why: "may_be_paid" });
    expect(await orderNow(order)).toMatchObject({ customerName: "김미나", erasedAt: null });
  });

  test("while it waits for a deposit", async () => {
    const { order } = await anAccount();
    expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "kept", why: "may_be_paid" });
  });

  test.each<[why: ReasonToKeep, begin: (tx: Tx, of: Payment) => Promise<unknown>]>([
    [
      "money_in_review",
      (tx, { orderId }) =>
        tx.update(schema.orders).set({ status: "in_review" }).where(eq(schema.orders.id, orderId)),
    ],
    [
      "payment_under_way",
      (tx, { id }) =>
        tx.update(schema.payments).set({ status: "confirming" }).where(eq(schema.payments.id, id)),
    ],
    [
      "call_under_way",
      (tx, { id }) => tx.update(schema.calls).set({ state: "stuck" }).where(eq(schema.calls.paymentId, id)),
    ],
    [
      "refund_under_way",
      (tx, payment) => tx.insert(schema.refunds).values({ ...aRefund, ...about(payment) }),
    ],
    ["dispute_open", (tx, payment) => tx.insert(schema.disputes).values({ ...aDispute, ...about(payment) })],
    ["person_needed", (tx, payment) => tx.insert(schema.needs).values({ ...aNeed, ...about(payment) })],
  ])("for %s, whole", async (why, begin) => {
    const { order, payment } = await aPaidPayment();
    await transaction((tx) => begin(tx, payment));
    const before = await orderNow(order);
    expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "kept", why });
    expect(await orderNow(order)).toEqual(before);
  });
});

describe("time", () => {
  test("removes Mina from a paid order after five years, and no day earlier", async () => {
    const { order } = await aPaidPayment();
    await erasePeopleInTime(later(order.createdAt, days(1_826)));
    expect((await orderNow(order)).erasedAt).toBeNull();
    await erasePeopleInTime(later(order.createdAt, days(1_828)));
    expect(await orderNow(order)).toMatchObject({ customerName: "", erasedAt: expect.any(Date) });
    expect(await auditOf(db, order.number)).toContainEqual(
      expect.objectContaining({ actor: "system", action: "person_erased" }),
    );
  });

  test("removes her from an order that ended without payment after 90 days, and not from one in review", async () => {
    const [ended, inReview] = [await anOrder(), await anOrder()];
    const becomes = (id: string, status: "expired" | "in_review") =>
      transaction((tx) => tx.update(schema.orders).set({ status }).where(eq(schema.orders.id, id)));
    await becomes(ended.id, "expired");
    await becomes(inReview.id, "in_review");
    await erasePeopleInTime(later(ended.createdAt, days(89)));
    expect((await orderNow(ended)).erasedAt).toBeNull();
    await erasePeopleInTime(later(ended.createdAt, days(91)));
    expect((await orderNow(ended)).erasedAt).not.toBeNull();
    expect((await orderNow(inReview)).erasedAt).toBeNull();
  });
});

const about = ({ id, orderId }: Payment) => ({ paymentId: id, orderId, id: `x_${id}` });
const at = new Date("2026-11-21T03:00:00Z");
const aRefund = { amount: 1_000, reason: "", requestedBy: "key_1", state: "queued", createdAt: at } as const;
const aDispute = {
  amount: 1_000,
  currency: "KRW",
  reason: "fraudulent",
  gatewayStatus: "needs_response",
  state: "open",
  createdAt: at,
} as const;
const aNeed = { reason: "unexpected", subject: "payment", subjectId: "x", openedAt: at } as const;
