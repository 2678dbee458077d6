import { firstOrderAt } from "@/db/daily-looks";
import { calls, needs, orders, payments, webhookInbox } from "@/db/schema";
import { db } from "@/db/store";
import { unseenAt } from "@/lib/books/invariants";
import { readBooks } from "@/lib/books/read";
import { days, hours, later, minutes, now } from "@/lib/clock";
import { listsOfShop } from "@/lib/payments/lists";
import { lookDaily, readDay } from "@/lib/payments/worker/daily-look";
import { reconcileOnce } from "@/lib/payments/worker/reconcile";
import { seoulTime } from "@/lib/seoul";
import { type AccountName, exchanged } from "./gateway/stripe/keys";
import type { World } from "./world";

/** How many reconcile turns may pass before a world that does not come to rest counts as a fault. */
const turnsAtMost = 800;

/**
 * The gateways work again, and time passes: reconcile runs whenever something is due, until nothing is due and no
 * gateway has anything left to do or send.
 */
export async function comeToRest(world: World): Promise<void> {
  const { toss, stripe, scheduler } = world;
  for (const server of world.servers) server.setClock(0);
  if (world.dice.fork("silence").chance(0.2)) await keepSilent(world);
  for (const { port } of [toss, stripe]) Object.assign(port, { faultRate: 0, awayUntil: 0 });
  for (const server of world.servers) server.close();
  const dice = world.dice.fork("rest");
  const accounts: readonly AccountName[] = world.notes.has(exchanged) ? ["first", "second"] : ["first"];
  let isListRead = false;
  for (let turns = 0; turns < turnsAtMost; turns += 1) {
    // What was created with the keys of two accounts comes to rest if both take turns.
    await world.exchangeKeys(dice.pick(accounts) ?? "first");
    await world.ask("reconcile", () => reconcileOnce());
    // Checked first: the read below does not include what a gateway sends meanwhile.
    const isIdle = scheduler.isIdle(toss.home) && scheduler.isIdle(stripe.home);
    const dueAt = await nextDue();
    const nextAt = Math.min(dueAt ?? Number.POSITIVE_INFINITY, scheduler.wakes(toss.home, stripe.home));
    if (dueAt === undefined && isIdle) {
      if (isListRead) return;
      await readLists(world, accounts);
      isListRead = true;
      continue;
    }
    isListRead = false;
    const ms = nextAt - scheduler.now().getTime();
    // Gateway actors that are about to continue do so meanwhile.
    await scheduler.sleep(Math.max(1_000, Number.isFinite(ms) ? ms : 0));
  }
  world.faults.push(`it does not come to rest: ${(await waiting()).map(({ id }) => id).join(", ")}`);
}

/** What no webhook reported is on the gateways' lists once the day is over. */
async function readLists(world: World, accounts: readonly AccountName[]) {
  await world.scheduler.sleep(days(1) + hours(2));
  await world.ask("daily look", () => lookDaily(now()));
  if (accounts.length === 1) return;
  // A list is read once a day, with that day's keys; an operator rereads it for the other account.
  const stripes = listsOfShop().find(({ gateway }) => gateway === "stripe");
  for (const account of accounts) {
    await world.exchangeKeys(account);
    for (let at = await firstOrderAt(db); stripes && at && at < now(); at = later(at, days(1))) {
      const day = seoulTime(at).slice(0, "2026-11-21".length);
      await world.ask("day read again", () => readDay(stripes, day));
    }
  }
}

/** How often a turn is repeated that a server's end cut off. */
const reconcilesAtMost = 5;

/** Both gateways stay silent for hours: an operator must be called about everything in progress, but never twice. */
async function keepSilent(world: World) {
  const { toss, stripe, scheduler } = world;
  world.note("silence for hours");
  for (const { port } of [toss, stripe]) port.awayUntil = scheduler.trueNow().getTime() + hours(4);
  for (let turns = 0; turns < 9; turns += 1) {
    await scheduler.sleep(minutes(20));
    // Again if it is cut off, since it alerts operators last.
    await world.ask("reconcile", () => reconcileOnce(), reconcilesAtMost);
  }
  for (const { id } of await db.select().from(orders)) {
    const books = await readBooks(id);
    world.faults.push(...unseenAt(books, now()));
    for (const { reason } of books.needs) if (reason === "unanswered") world.note("= silence was seen");
  }
}

/** When something is next due; undefined if nothing will be. */
async function nextDue(): Promise<number | undefined> {
  const times = (await waiting()).map(({ at }) => at);
  return times.length > 0 ? Math.min(...times) : undefined;
}

async function waiting(): Promise<{ id: string; at: number }[]> {
  const latest = (...dates: (Date | null)[]) => Math.max(...dates.map((date) => date?.getTime() ?? 0));
  const asked = await db.select().from(calls);
  // An order whose account is being closed ends once that is done.
  const shutting = asked.filter(
    ({ kind, state }) => kind === "close" && (state === "pending" || state === "stuck"),
  );
  const attempts = await db.select().from(payments);
  const isShutting = (orderId: string) =>
    shutting.some((call) => attempts.some((it) => it.id === call.paymentId && it.orderId === orderId));
  const unclear = await unclearPayments();
  return [
    ...asked
      .filter((call) => call.state === "pending" && !(call.kind === "refund" && unclear.has(call.paymentId)))
      .map((call) => ({ id: call.id, at: latest(call.nextAt, call.leasedUntil) })),
    ...attempts.flatMap(({ id, nextLookAt }) =>
      nextLookAt && !unclear.has(id) ? [{ id, at: latest(nextLookAt) }] : [],
    ),
    ...(await db.select().from(webhookInbox))
      .filter((news) => news.state !== "done")
      .map((news) => ({ id: news.id, at: latest(news.nextAt, news.leasedUntil) })),
    ...(await db.select().from(orders))
      .filter(({ id, status, askingPaymentId }) => payable.has(status) && !askingPaymentId && !isShutting(id))
      .map((order) => ({ id: order.number, at: latest(order.expiresAt) })),
  ];
}

/**
 * Payments of which the gateway does not say which of several refunds failed. An operator would ask the gateway; the
 * simulation does not play that.
 */
const unclearPayments = async () =>
  new Set(
    (await db.select().from(needs)).flatMap(({ reason, paymentId, closedAt }) =>
      reason === "refund_unclear" && closedAt === null ? (paymentId ?? []) : [],
    ),
  );

const payable: ReadonlySet<string> = new Set(["open", "waiting_for_deposit"]);
