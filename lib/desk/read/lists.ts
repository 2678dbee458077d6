import {
  auditEntries,
  cancelRequestsInState,
  countWaiting,
  disputesInState,
  newsInbox,
  newsWithBody,
  openNeeds,
  openStrays,
  paymentsWithReceipts,
  refundsInState,
} from "@/db/desk/lists";
import type { NeedReason } from "@/db/schema";
import { db } from "@/db/store";
import { unknownReasons } from "@/lib/books/unknown";
import { days, later } from "@/lib/clock";
import type { AuditFilter, InboxFilter } from "@/lib/contracts/desk/lists";
import type { Page, Position } from "@/lib/contracts/desk/page";
import { orderNumberIn } from "@/lib/payments/checkout/attempt-name";
import { seoulMidnight } from "@/lib/seoul";
import { assertMay, type Staff } from "../staff/permissions";
import { pageOf, pageSize } from "./page";

// The desk's lists of what waits or arrived, page by page, newest first. All of them throw forbidden.

/** Reads one row more than fits a page, to know whether there is another page. */
const paged = async <Row extends { at: Date; id: string }>(
  read: (limit: number) => Promise<Row[]>,
  position: Position | undefined,
  limit: number,
): Promise<Page<Row>> => pageOf(await read(limit + 1), limit, position);

/**
 * Disputes have their own lists, with the day by which each must be answered; so do refunds waiting for approval, and
 * webhooks. They are counted there.
 */
const listedElsewhere: readonly NeedReason[] = ["dispute_opened", "waits_for_approval", "news_unanswered"];

/** Needs about something whose outcome has been unknown for too long. */
const unknown = unknownReasons.filter((reason) => !listedElsewhere.includes(reason));

/**
 * What waits for staff, each item once, with its reason. Letters that were given up are left out because no money
 * depends on them; they are only counted.
 */
export async function needsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  const others = { allBut: [...listedElsewhere, ...unknown, "not_in_books" as const] };
  return paged((most) => openNeeds(db, others, position, most), position, limit);
}

/** What has been unknown for so long that staff must see it. Each item closes automatically once it is known. */
export async function unknownPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => openNeeds(db, { only: unknown }, position, most), position, limit);
}

/** Payments that gateways took for our orders but that are not in the books. */
export async function straysPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  const { rows, ...page } = await paged((most) => openStrays(db, position, most), position, limit);
  return { ...page, rows: rows.map((row) => ({ ...row, orderNumber: orderNumberIn(row.gatewayOrderId) })) };
}

/** Refunds that wait for a second person's approval. */
export async function approvalsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => refundsInState(db, "waiting_for_approval", position, most), position, limit);
}

/** Payments with cash receipts. */
export async function cashReceiptsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  const { rows, ...page } = await paged((most) => paymentsWithReceipts(db, position, most), position, limit);
  return {
    ...page,
    rows: rows.map(({ detail, ...row }) => ({ ...row, receipts: detail.cashReceipts ?? [] })),
  };
}

/** Shoppers' cancel requests that have no answer yet. */
export async function cancelRequestsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => cancelRequestsInState(db, "asked", position, most), position, limit);
}

/**
 * Disputes the bank has not decided (`open`), or a bank's inquiries (`inquiry`). Both must be answered by a due date.
 */
export async function disputesPage(
  staff: Staff,
  position?: Position,
  limit = pageSize,
  state: "open" | "inquiry" = "open",
) {
  assertMay(staff, "orders:read");
  return paged((most) => disputesInState(db, state, position, most), position, limit);
}

/** Webhooks as they arrived, without their bodies. */
export async function inboxPage(staff: Staff, { state }: InboxFilter, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => newsInbox(db, state, position, most), position, limit);
}

/**
 * One webhook with its original body, which is null once erased. The body may hold what proves that a webhook is
 * genuine.
 */
export async function inboxRow(staff: Staff, id: string) {
  assertMay(staff, "inbox:work");
  return newsWithBody(db, id);
}

/** Who did what, from which address, and the values before and after. */
export async function auditPage(
  staff: Staff,
  { actor, subject, day }: AuditFilter,
  position?: Position,
  limit = pageSize,
) {
  assertMay(staff, "audit:read");
  const from = day === undefined ? undefined : seoulMidnight(day);
  const until = from && later(from, days(1));
  return paged((most) => auditEntries(db, { actor, subject, from, until }, position, most), position, limit);
}

/** The navigation has room for two digits. */
const mostCounted = 100;

/** How many items wait in each list; 100 means 100 or more. */
export async function deskCounts(staff: Staff) {
  assertMay(staff, "orders:read");
  return countWaiting(db, mostCounted, listedElsewhere);
}
