import {
  auditEntries,
  cancelRequestsInState,
  countWaiting,
  disputesInState,
  newsInbox,
  newsWithBody,
  openNeeds,
  openStrays,
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

// The desk's lists of what waits or came, page by page, newest first. All of them throw forbidden.

/** Reads one row more than a page has, so that it is known whether there is another page. */
const paged = async <Row extends { at: Date; id: string }>(
  read: (limit: number) => Promise<Row[]>,
  position: Position | undefined,
  limit: number,
): Promise<Page<Row>> => pageOf(await read(limit + 1), limit, position);

/**
 * Disputes have lists of their own, with the day by which each must be answered; so have refunds to be agreed to, and
 * webhooks. There they are counted.
 */
const listedElsewhere: readonly NeedReason[] = ["dispute_opened", "waits_for_approval", "news_unanswered"];

/** What has not been known for too long. */
const unknown = unknownReasons.filter((reason) => !listedElsewhere.includes(reason));

/**
 * What waits for a person, each once, with why. Letters that were given up are not among it, since no money hangs on
 * them; they are counted.
 */
export async function needsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  const others = { allBut: [...listedElsewhere, ...unknown, "not_in_books" as const] };
  return paged((most) => openNeeds(db, others, position, most), position, limit);
}

/** What has not been known for so long that a person must see it; each ends by itself once it is. */
export async function unknownPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => openNeeds(db, { only: unknown }, position, most), position, limit);
}

/** What gateways took for orders of ours that are not in the books. */
export async function straysPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  const { rows, ...page } = await paged((most) => openStrays(db, position, most), position, limit);
  return { ...page, rows: rows.map((row) => ({ ...row, orderNumber: orderNumberIn(row.gatewayOrderId) })) };
}

/** Refunds that wait for a second person. */
export async function approvalsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => refundsInState(db, "waiting_for_approval", position, most), position, limit);
}

/** Shoppers who ask for their order to be canceled and have no answer. */
export async function cancelRequestsPage(staff: Staff, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => cancelRequestsInState(db, "asked", position, most), position, limit);
}

/** Disputes of which the bank has not decided, or what a bank only asks about: both must be answered by a day. */
export async function disputesPage(
  staff: Staff,
  position?: Position,
  limit = pageSize,
  state: "open" | "inquiry" = "open",
) {
  assertMay(staff, "orders:read");
  return paged((most) => disputesInState(db, state, position, most), position, limit);
}

/** Webhooks as they came, without their bodies. */
export async function inboxPage(staff: Staff, { state }: InboxFilter, position?: Position, limit = pageSize) {
  assertMay(staff, "orders:read");
  return paged((most) => newsInbox(db, state, position, most), position, limit);
}

/** One webhook with its body as it came, null once that is erased. It may hold what proves that news are genuine. */
export async function inboxRow(staff: Staff, id: string) {
  assertMay(staff, "inbox:work");
  return newsWithBody(db, id);
}

/** What was done by whom, from where, and what was so before and after. */
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

/** A navigation has room for two digits. */
const mostCounted = 100;

/** How many wait in each list, 100 for that and more. */
export async function deskCounts(staff: Staff) {
  assertMay(staff, "orders:read");
  return countWaiting(db, mostCounted, listedElsewhere);
}
