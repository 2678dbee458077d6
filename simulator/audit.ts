import { orders, webhookInbox } from "@/db/schema";
import { statement } from "@/db/statement";
import { db, type Reader } from "@/db/store";
import { faultsOf, unseenAt } from "@/lib/books/invariants";
import { type Books, readBooks } from "@/lib/books/read";
import { faultsOfStock, type Stock, unrestOf } from "@/lib/books/rest";
import { now } from "@/lib/clock";
import { faultsOfHope, faultsOfSales, faultsOfSurfaces } from "./check/moment";
import {
  faultsOfAbsence,
  faultsOfBalances,
  faultsOfFees,
  faultsOfMoney,
  faultsOfOrphan,
  faultsOfPeople,
  faultsOfRefunds,
  faultsOfStatus,
} from "./check/rest";
import { exchanged } from "./gateway/stripe/keys";
import { shelf } from "./shelf";
import type { World } from "./world";

const versions = statement((from: Reader) =>
  from.select({ id: orders.id, version: orders.version }).from(orders),
);

/** Checks every invariant: the books of every order, the stock, the gateways' true state, and what people were told. */
export class Audit {
  /** The books of each order, as last read. */
  readonly #books = new Map<string, Books>();

  constructor(
    private readonly world: World,
    private readonly atStart: Stock,
  ) {}

  /** The invariants that must hold after every commit. Rereads only what changed since the last call. */
  async moment(): Promise<string[]> {
    const faults: string[] = [];
    for (const { id, version } of await versions(db)) {
      const before = this.#books.get(id);
      if (before?.order.version === version) continue;
      const books = await readBooks(id);
      this.#books.set(id, books);
      const truth = this.#truthOf(books);
      faults.push(...faultsOf(books), ...faultsOfSales(books), ...faultsOfHope(books, truth));
      if (before) faults.push(...faultsOfSurfaces(before.order, books, truth));
    }
    return [...faults, ...faultsOfStock(this.atStart, await shelf(), [...this.#books.values()])];
  }

  /**
   * The invariants that must hold once the world is at rest, across our books, the gateways' true state and what people
   * were told.
   */
  async rest(): Promise<string[]> {
    this.#books.clear();
    const faults = await this.moment();
    const books = [...this.#books.values()];
    const truth = this.world.money();
    for (const own of books) noteEnd(this.world, own);
    for (const { cameLate, everTaken } of truth)
      if (cameLate && everTaken > 0) this.world.note("= taken late");
    for (const { source } of await db.select().from(webhookInbox))
      if (source === "list") this.world.note("= found in a list");
    // A crash between the write and the alarm may lose the alarm; the need itself is still in the database.
    const { notes } = this.world;
    const alarms = notes.has("crash") || notes.has(exchanged) ? undefined : this.world.alarms;
    return [
      ...faults,
      ...books.flatMap(unrestOf),
      ...books.flatMap((own) => unseenAt(own, now())),
      ...books.flatMap(faultsOfBalances),
      ...books.flatMap((own) => faultsOfMoney(own, this.#truthOf(own))),
      ...books.flatMap((own) => faultsOfAbsence(own, this.#truthOf(own))),
      ...books.flatMap((own) => faultsOfStatus(own, this.#truthOf(own))),
      ...books.flatMap((own) => faultsOfFees(own, this.#truthOf(own))),
      ...books.flatMap((own) => faultsOfPeople(own, alarms)),
      ...truth.flatMap((payment) => faultsOfOrphan(books, payment)),
      ...faultsOfRefunds(truth),
      ...this.world.told.inTheEnd(truth),
    ];
  }

  #truthOf = ({ order }: Books) => this.world.moneyOf(order.number);
}

/** Counts how orders ended, to show which cases the seeds reached. */
function noteEnd(world: World, { order, payments, refunds, needs }: Books) {
  world.note(`= order ${order.status}`);
  for (const { requestedBy, reason, state, failureCode } of refunds) {
    if (state === "failed") world.note(`= refund refused: ${failureCode}`);
    if (requestedBy === "system") world.note(`= given back: ${reason}`);
    if (state === "waiting_for_account") world.note("= waits for an account");
    if (state === "waiting_for_approval") world.note("= waits for a second person");
  }
  for (const { reason, detail } of needs)
    world.note(`= needs person: ${[reason, detail].filter(Boolean).join(":")}`);
  for (const payment of payments) {
    if (payment.credited) world.note(`= ${payment.status}, credited to ${payment.credited}`);
    if (payment.credited === "sales") world.note(`= sold by ${payment.method}`);
    if (payment.credited === "sales" && payment.reversals > 0) world.note("= sold after a reversal");
    if (payment.refunded > 0)
      world.note(`= refunded${payment.refunded < payment.captured ? " in part" : ""}`);
  }
}
