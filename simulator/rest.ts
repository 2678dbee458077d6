import { calls, orders, payments, webhookInbox } from "@/db/schema";
import { db } from "@/db/store";
import { reconcileOnce } from "@/lib/payments/reconcile";
import type { World } from "./world";

/** How many turns of reconcile may pass before a world that does not come to rest is a fault. */
const turnsAtMost = 800;

/**
 * The gateways answer again, and time passes: reconcile turns whenever something is due, until nothing is
 * and no gateway has anything more to do or to tell.
 */
export async function comeToRest(world: World): Promise<void> {
  const { toss, stripe, scheduler } = world;
  for (const { port } of [toss, stripe]) Object.assign(port, { faultRate: 0, awayUntil: 0 });
  for (const server of world.servers) {
    server.setClock(0);
    server.close();
  }
  for (let turns = 0; turns < turnsAtMost; turns += 1) {
    await world.ask("reconcile", () => reconcileOnce());
    // Asked first: what a gateway tells while we read is not in what was read.
    const isIdle = scheduler.isIdle(toss.home) && scheduler.isIdle(stripe.home);
    const dueAt = await nextDue();
    const nextAt = Math.min(dueAt ?? Number.POSITIVE_INFINITY, scheduler.wakes(toss.home, stripe.home));
    if (dueAt === undefined && isIdle) return;
    const ms = nextAt - scheduler.now().getTime();
    // Whoever at a gateway is about to go on does so meanwhile.
    await scheduler.sleep(Math.max(1_000, Number.isFinite(ms) ? ms : 0));
  }
  world.faults.push(`it does not come to rest: ${(await waiting()).map(({ id }) => id).join(", ")}`);
}

/** When something next becomes due; undefined when nothing ever will. */
async function nextDue(): Promise<number | undefined> {
  const times = (await waiting()).map(({ at }) => at);
  return times.length > 0 ? Math.min(...times) : undefined;
}

async function waiting(): Promise<{ id: string; at: number }[]> {
  const latest = (...dates: (Date | null)[]) => Math.max(...dates.map((date) => date?.getTime() ?? 0));
  const asked = await db.select().from(calls);
  // An order whose account is being shut ends by that.
  const shutting = asked.filter(
    ({ kind, state }) => kind === "close" && (state === "open" || state === "stuck"),
  );
  const attempts = await db.select().from(payments);
  const isShutting = (orderId: string) =>
    shutting.some((call) => attempts.some((it) => it.id === call.paymentId && it.orderId === orderId));
  return [
    ...asked
      .filter((call) => call.state === "open")
      .map((call) => ({ id: call.id, at: latest(call.nextAt, call.leasedUntil) })),
    ...attempts.flatMap(({ id, lookAt }) => (lookAt ? [{ id, at: latest(lookAt) }] : [])),
    ...(await db.select().from(webhookInbox))
      .filter((news) => news.state !== "done")
      .map((news) => ({ id: news.id, at: latest(news.nextAt, news.leasedUntil) })),
    ...(await db.select().from(orders))
      .filter(({ id, status, askingPaymentId }) => payable.has(status) && !askingPaymentId && !isShutting(id))
      .map((order) => ({ id: order.number, at: latest(order.expiresAt) })),
  ];
}

const payable: ReadonlySet<string> = new Set(["open", "waiting_for_deposit"]);
