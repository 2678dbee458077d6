import { expect, test } from "vitest";
import { z } from "zod";
import { recordAudit } from "@/db/audit";
import {
  cancelRequests,
  disputes,
  mails,
  type NeedReason,
  type Payment,
  refunds,
  webhookInbox,
} from "@/db/schema";
import { transaction } from "@/db/store";
import { now } from "@/lib/clock";
import { AuditFilter } from "@/lib/contracts/desk/lists";
import { Cursor } from "@/lib/contracts/desk/page";
import { callPerson, needOf } from "@/lib/payments/engine/needs";
import { turnOurClock } from "@/testing/clock";
import { haneul, jiwoo, sora } from "@/testing/desk-people";
import { aPaidPayment } from "@/testing/makers";
import {
  approvalsPage,
  auditPage,
  cancelRequestsPage,
  deskCounts,
  disputesPage,
  inboxPage,
  inboxRow,
  needsPage,
} from "./lists";
import { readQuery } from "./query";

const viewer = haneul;
const manager = sora;

const needPerson = (payment: Payment, why: NeedReason) =>
  transaction((tx) => callPerson(tx, [needOf(payment, why)], now()));

const aNews = (id: string, state: "new" | "done" | "failed", paymentId: string | null = null) =>
  transaction((tx) =>
    tx.insert(webhookInbox).values({
      id,
      gateway: "toss",
      key: `key-${id}`,
      body: `{"secret":"of ${id}"}`,
      state,
      paymentId,
      note: "looked",
      tries: 1,
      receivedAt: now(),
      nextAt: now(),
    }),
  );

test("needs are listed with their order and reason, newest first", async () => {
  const first = await aPaidPayment();
  turnOurClock(1_000);
  const second = await aPaidPayment();
  turnOurClock(1_000);
  await aPaidPayment();
  await needPerson(first.payment, "captured_changed");
  turnOurClock(1_000);
  await needPerson(second.payment, "refunds_exceed_captured");
  const { rows, next, previous } = await needsPage(viewer);
  expect([next, previous]).toEqual([null, null]);
  expect(rows).toMatchObject([
    { subjectId: second.payment.id, orderNumber: second.order.number, reason: "refunds_exceed_captured" },
    {
      subjectId: first.payment.id,
      orderNumber: first.order.number,
      reason: "captured_changed",
      captured: 29_000,
    },
  ]);
  const page = await needsPage(viewer, undefined, 1);
  const rest = await needsPage(viewer, Cursor.parse(page.next), 1);
  expect(rest.rows).toEqual(rows.slice(1));
  expect(rest.next).toBeNull();
});

test("a refund that needs approval shows who asked, and never its account", async () => {
  const { order, payment } = await aPaidPayment();
  const refund = {
    id: "rf_1",
    paymentId: payment.id,
    orderId: order.id,
    amount: 20_000,
    reason: "파손",
    requestedBy: "staff:support_1",
    state: "waiting_for_approval",
    account: "sealed",
    createdAt: now(),
  } as const;
  await transaction((tx) => tx.insert(refunds).values([refund, { ...refund, id: "rf_2", state: "failed" }]));
  const { rows } = await approvalsPage(viewer);
  expect(rows).toMatchObject([
    {
      id: "rf_1",
      orderNumber: order.number,
      amount: 20_000,
      currency: "KRW",
      requestedBy: "staff:support_1",
    },
  ]);
  expect(JSON.stringify(rows)).not.toContain("sealed");
});

test("cancel requests and bank inquiries are listed until they are answered", async () => {
  const { order, payment } = await aPaidPayment();
  const asks = { orderId: order.id, reason: "마음이 바뀌었어요", createdAt: now() };
  const disputed = {
    paymentId: payment.id,
    orderId: order.id,
    amount: 29_000,
    currency: "KRW",
    reason: "fraudulent",
    gatewayStatus: "needs_response",
    createdAt: now(),
  };
  await transaction(async (tx) => {
    await tx.insert(cancelRequests).values([
      { ...asks, id: "cr_1", state: "asked" },
      { ...asks, id: "cr_2", state: "declined" },
    ]);
    await tx.insert(disputes).values([
      { ...disputed, id: "dp_1", state: "open" },
      { ...disputed, id: "dp_2", state: "won" },
      { ...disputed, id: "dp_3", state: "inquiry" },
    ]);
  });
  expect((await cancelRequestsPage(viewer)).rows).toMatchObject([
    { id: "cr_1", orderNumber: order.number, reason: asks.reason, status: "paid", shippedAt: null },
  ]);
  expect((await disputesPage(viewer)).rows).toMatchObject([
    { id: "dp_1", orderNumber: order.number, gatewayStatus: "needs_response" },
  ]);
  expect((await disputesPage(viewer, undefined, 50, "inquiry")).rows).toMatchObject([{ id: "dp_3" }]);
  // A bank expects an answer to both.
  expect(await deskCounts(viewer)).toMatchObject({ cancelRequests: 1, disputes: 2 });
});

test("the inbox shows what came and about which order, and the body only to staff who may retry it", async () => {
  const { order, payment } = await aPaidPayment();
  await aNews("in_1", "done", payment.id);
  turnOurClock(1_000);
  await aNews("in_2", "failed");
  const { rows } = await inboxPage(viewer, {});
  expect(rows).toMatchObject([
    { id: "in_2", state: "failed", orderNumber: null },
    { id: "in_1", state: "done", orderNumber: order.number, note: "looked" },
  ]);
  expect(JSON.stringify(rows)).not.toContain("secret");
  expect((await inboxPage(viewer, { state: "failed" })).rows).toEqual(rows.slice(0, 1));

  await expect(inboxRow(viewer, "in_1")).rejects.toMatchObject({ code: "forbidden" });
  const row = await inboxRow(jiwoo, "in_1");
  expect(row).toMatchObject({ ...rows[1], body: '{"secret":"of in_1"}' });
  expect(await inboxRow(manager, "in_3")).toBeUndefined();
});

test("the audit log is searched by person, action, subject and day in Seoul", async () => {
  const acts = [
    ["staff:1", "ORD-1", "2026-11-20T14:59:59.999Z"],
    ["staff:1", "ORD-2", "2026-11-20T15:00:00Z"],
    ["staff:2", "ORD-1", "2026-11-21T14:59:59.999Z"],
    ["staff:2", "ORD-1", "2026-11-21T15:00:00Z"],
  ] as const;
  await transaction(async (tx) => {
    for (const [actor, subject, at] of acts)
      await recordAudit(tx, { actor, action: "refund_asked", subject, detail: {}, at: new Date(at) });
  });
  const found = async (filter: Parameters<typeof auditPage>[1]) =>
    (await auditPage(manager, filter)).rows.map(({ actor, subject }) => `${actor} ${subject}`);
  expect(await found({ actor: "staff:1" })).toEqual(["staff:1 ORD-2", "staff:1 ORD-1"]);
  expect(await found({ subject: "ORD-1", actor: "staff:1" })).toEqual(["staff:1 ORD-1"]);
  expect(await found({ day: "2026-11-21" })).toEqual(["staff:2 ORD-1", "staff:1 ORD-2"]);
  expect(await found({ day: "2026-11-21", subject: "ORD-1" })).toEqual(["staff:2 ORD-1"]);
  await expect(auditPage(jiwoo, {})).rejects.toMatchObject({ code: "forbidden" });
});

test("the navigation counts what waits, and stops at a hundred", async () => {
  expect(await deskCounts(viewer)).toEqual({
    needs: 0,
    approvals: 0,
    cancelRequests: 0,
    disputes: 0,
    failedNews: 0,
    failedMails: 0,
  });
  const { order, payment } = await aPaidPayment();
  await needPerson(payment, "captured_changed");
  const letter = { orderId: order.id, kind: "paid", tries: 9, createdAt: now(), nextAt: now() } as const;
  await transaction((tx) =>
    tx.insert(mails).values(
      Array.from({ length: 120 }, (_, n) => ({
        ...letter,
        id: `mail_${n}`,
        cause: `${n}`,
        state: "failed" as const,
      })),
    ),
  );
  await aNews("in_1", "failed");
  expect(await deskCounts(viewer)).toMatchObject({ needs: 1, failedNews: 1, failedMails: 100 });
});

test.each(["older.999999999999999.x", "newer.253402300800000.x", "older.9999999999999.x", "newer.0.x"])(
  "an address with the moment %s shows a page on either engine",
  async (at) => {
    const { position } = await readQuery(z.object({}), Promise.resolve({ at }));
    expect(await inboxPage(viewer, {}, position)).toHaveProperty("rows");
    expect(await needsPage(viewer, position)).toHaveProperty("rows");
  },
);

test.each(["0000-01-01", "0001-01-01", "1000-01-01", "2999-12-31", "9999-12-31"])(
  "a day without entries, %s, is refused by its field or shows none",
  async (day) => {
    const { filter, faults } = await readQuery(AuditFilter, Promise.resolve({ day }));
    const page = await auditPage(manager, filter);
    if (!faults.has("day")) expect(page.rows).toEqual([]);
  },
);
