// @module-tag slow
import { beforeAll, describe, expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { addedUpTo } from "@/db/desk/figures";
import { dueKinds } from "@/db/due";
import { orderByNumber, refundedUnnoted } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { relatedTo } from "@/db/related";
import { db } from "@/db/store";
import { days, later, now } from "@/lib/clock";
import { type OrderFilter, sorts, works } from "@/lib/contracts/desk/orders";
import type { Position } from "@/lib/contracts/desk/page";
import { paymentMethods } from "@/lib/contracts/methods";
import { orderStatuses } from "@/lib/contracts/orders";
import { letClockRun, stopClock } from "@/testing/clock";
import { sora } from "@/testing/desk-people";
import { aFullShop, setAddedUp } from "@/testing/full-shop";
import { patient } from "@/testing/load";
import { type Allowed, analyze, faultsOfPlan, linesOfPlan, statementsOf } from "@/testing/plans";
import { orderDossier } from "./dossier";
import { figures } from "./figures";
import {
  approvalsPage,
  auditPage,
  cancelRequestsPage,
  cashReceiptsPage,
  deskCounts,
  disputesPage,
  inboxPage,
  inboxRow,
  needsPage,
} from "./lists";
import { ordersPage, ordersTotals, workCounts } from "./orders";

// The statements are the ones the readers run, captured on their way to the engine, and the engine reports how it would
// execute them. Timing depends on the machine, so it is not tested here.

const manager = sora;

let some: Awaited<ReturnType<typeof ordersPage>>["rows"][number];

beforeAll(async () => {
  stopClock();
  await aFullShop(5_000);
  if (dialect === "postgresql") await analyze();
  const { rows } = await ordersPage(manager, { status: "paid", gateway: "stripe" });
  const [first] = rows;
  if (!first) throw new Error("Nobody bought anything.");
  some = first;
  letClockRun();
}, patient(120_000));

async function faultsOf(read: () => Promise<unknown>, allowed?: Allowed) {
  const statements = await statementsOf(read);
  expect(statements.length).toBeGreaterThan(0);
  const faults: string[] = [];
  for (const statement of statements)
    for (const fault of await faultsOfPlan(statement, allowed)) faults.push(`${fault}: ${statement.text}`);
  return faults;
}

/** How SQLite executes what is read. */
const linesOf = async (read: () => Promise<unknown>) =>
  dialect === "sqlite" ? (await Promise.all((await statementsOf(read)).map(linesOfPlan))).flat() : [];

/** From the newest, from somewhere in the middle, and back. */
const places = (): (Position | undefined)[] =>
  (["older", "newer"] as const)
    .map((go): Position | undefined => ({ go, at: later(now(), -days(120)), id: "m" }))
    .concat([undefined]);

async function faultsOfList(read: (position: Position | undefined) => Promise<unknown>) {
  const faults: string[] = [];
  for (const position of places()) faults.push(...(await faultsOf(() => read(position))));
  return faults;
}

const listed = (filter: OrderFilter) => faultsOfList((position) => ordersPage(manager, filter, position));

const ways = ["toss", "stripe", undefined] as const;
const month = { from: "2026-05-01", to: "2026-05-31" };

const suite = () => {
  test("all orders, and those of some days", async () => {
    expect(await listed({})).toEqual([]);
    expect(await listed(month)).toEqual([]);
  });

  test.each(orderStatuses)("orders that are %s", async (status) => {
    expect(await listed({ status })).toEqual([]);
    expect(await listed({ status, ...month })).toEqual([]);
    expect(await listed({ status, gateway: "stripe" })).toEqual([]);
    expect(await listed({ status, gateway: "toss", method: "EASY_PAY" })).toEqual([]);
  });

  test.each([undefined, ...paymentMethods])("orders paid by %s", async (method) => {
    for (const gateway of ways) expect(await listed({ gateway, method })).toEqual([]);
    expect(await listed({ gateway: "toss", method, ...month })).toEqual([]);
  });

  test("any search, also with filters", async () => {
    const typed = [
      some.number,
      some.customerEmail,
      some.customerPhone,
      some.customerPhone.slice(-4),
      some.customerName,
      "pi_seed0000001",
      "Nobody-at-all",
      some.number.slice(-6),
      some.customerName.slice(1),
      some.customerEmail.slice(0, 6),
      "29,000",
      "20260505",
    ];
    for (const q of typed) {
      expect(await listed({ q })).toEqual([]);
      for (const status of ["paid", "refunded", "in_review"] as const)
        expect(await listed({ q, status, gateway: "stripe", ...month })).toEqual([]);
    }
  });

  test.each(works)("orders that wait: %s", async (work) => {
    for (const sort of sorts) expect(await listed({ work, sort })).toEqual([]);
    expect(await listed({ work, gateway: "stripe", ...month })).toEqual([]);
    expect(await listed({ work, q: some.customerName })).toEqual([]);
  });

  test("how many orders wait, and what the orders of a list cost", async () => {
    expect(await faultsOf(() => workCounts(manager))).toEqual([]);
    expect(await faultsOf(() => ordersTotals(manager, { q: some.customerName }))).toEqual([]);
  });

  test("the list of needs", async () => {
    expect(await faultsOfList((position) => needsPage(manager, position))).toEqual([]);
    expect(await faultsOfList((position) => approvalsPage(manager, position))).toEqual([]);
    expect(await faultsOfList((position) => cashReceiptsPage(manager, position))).toEqual([]);
    expect(await faultsOfList((position) => cancelRequestsPage(manager, position))).toEqual([]);
    for (const state of ["open", "inquiry"] as const)
      expect(await faultsOfList((position) => disputesPage(manager, position, undefined, state))).toEqual([]);
    expect(await faultsOf(() => deskCounts(manager))).toEqual([]);
  });

  test("the inbox", async () => {
    for (const state of [undefined, "new", "done", "failed"] as const)
      expect(await faultsOfList((position) => inboxPage(manager, { state }, position))).toEqual([]);
    expect(await faultsOf(() => inboxRow(manager, "in_1"))).toEqual([]);
  });

  test("the audit log", async () => {
    for (const filter of [
      {},
      { actor: "staff:1" },
      { subject: some.number },
      { subject: some.number, actor: "staff:1" },
      { day: "2026-05-05" },
      { actor: "staff:1", day: "2026-05-05" },
    ])
      expect(await faultsOfList((position) => auditPage(manager, filter, position))).toEqual([]);
  });

  test("what is due for the reconcile loops", async () => {
    // Keys wait in their table for minutes: it is nearly empty.
    expect(await faultsOf(() => dueKinds(db, now()), { mayScan: ["brought_keys"] })).toEqual([]);
  });

  test("orders that were refunded in full lately, each once", async () => {
    expect(await faultsOf(() => refundedUnnoted(db, later(now(), -days(7))), { maySort: true })).toEqual([]);
  });

  test("one order, whose few rows may be sorted", async () => {
    expect(await faultsOf(() => orderDossier(manager, some.number), { maySort: true })).toEqual([]);
  });

  test("what belongs to one order and one of its payments", async () => {
    const order = await orderByNumber(db, some.number);
    const [payment] = order ? await paymentsOf(db, order.id) : [];
    if (!order || !payment) throw new Error("Nobody paid.");
    expect(await faultsOf(() => relatedTo(db, order.id, payment.id), { maySort: true })).toEqual([]);
  });

  test("the figures of two days, which are sorted to be summed up", async () => {
    const twoDays = { from: "2026-11-01", to: "2026-11-02" };
    // The chains' ends are two rows.
    const allowed = { maySort: true, mayScan: ["chain_heads"] };
    expect(await faultsOf(() => figures(manager, twoDays), allowed)).toEqual([]);
  });

  test("the figures of a shop whose days are not added up yet, which are found by their time", async () => {
    const before = await addedUpTo(db);
    await setAddedUp(0);
    const plans = await linesOf(() => figures(manager, { from: "2026-11-01", to: "2026-11-02" }));
    await setAddedUp(before?.upTo ?? 0);
    if (dialect === "sqlite")
      expect(plans.filter((line) => line.includes("transfers USING INDEX"))).toEqual([
        expect.stringContaining("transfers_at"),
      ]);
  });
};

describe("5,000 orders are read from indexes", suite);

// A shop on SQLite has no such statistics unless its operator gathers them, and must be as fast with them.
if (dialect === "sqlite")
  describe("and again when SQLite has statistics", () => {
    beforeAll(analyze);
    suite();
  });

test("a list without an index is found", async () => {
  const { orders } = await import("@/db/schema");
  const read = () => db.select().from(orders).orderBy(orders.expiresAt).limit(50);
  expect(await faultsOf(async () => await read())).not.toEqual([]);
});
