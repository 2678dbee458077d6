import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { scriptOf } from "@/scripts/kit/test-programs";
import { patient } from "@/testing/load";
import type { World } from "../world";
import { faultsInBooks } from "./books";
import type { Order } from "./shopper";
import { attemptOf, orderOf } from "./wishes";

/** The names of the attempts at the gateways, as the shop gave them to those who paid. */
type Attempts = { toss: string[]; stripe: string[] };

export type Outcome = {
  /** Purchases begun, and those whose result was unknown when the machine was lost. */
  begun: number;
  cutOff: number;
  /** Payments the gateways took; each is in the books or listed at the desk. */
  paid: number;
  inBooks: number;
  named: number;
  /** What is wrong, one sentence each; empty if nothing is. */
  faults: string[];
  seconds: { selling: number; backup: number; restore: number; start: number; lists: number };
};

/**
 * This many shoppers buy. A backup is taken meanwhile, they go on, the machine is lost while the last ones pay,
 * and the backup is restored. Then the gateways' payments are compared with what the shop knows.
 */
export async function loseTheMachine(world: World, orders: number, sideBySide = 12): Promise<Outcome> {
  const [app] = world.apps;
  const folder = mkdtempSync(join(tmpdir(), "twotrack-drill-"));
  const seconds = { selling: 0, backup: 0, restore: 0, start: 0, lists: 0 };
  try {
    const begun = performance.now();
    const attempts: Attempts = { toss: [], stripe: [] };
    let finished = 0;
    let cutOff = 0;
    let isLost = false;
    const reach = async (share: number) => {
      while (finished + cutOff < Math.floor(orders * share)) await pause(5);
    };
    const people = Array.from({ length: orders }, (_, n) => n);
    let copied: (path: string) => void = () => {};
    const copy = new Promise<string>((resolve) => {
      copied = resolve;
    });
    const purchase = async (n: number) => {
      // Late purchases wait for the backup, so that it does not contain them.
      if (n >= orders * 0.7) await copy;
      if (isLost) return;
      try {
        await (n % 4 === 3 ? buysAtStripe : buysAtToss)(world, attempts);
        finished += 1;
      } catch (error) {
        // A purchase in progress when the machine was lost has no answer; before that every one has.
        if (!isLost) throw error;
        cutOff += 1;
      }
    };
    const rush = inTurns(people, purchase, sideBySide);
    const copying = (async () => {
      await reach(0.3);
      const said = await measured(seconds, "backup", () => run(world, "scripts/backup.ts", folder));
      copied(said.split(":")[0] ?? "");
    })();
    const losing = (async () => {
      await copy;
      await reach(0.9);
      isLost = true;
      await app.kill();
    })();
    await Promise.all([copying, rush, losing]);
    const path = await copy;
    seconds.selling = (performance.now() - begun) / 1_000;

    await loseFiles(world.databaseUrl);
    await measured(seconds, "restore", () => run(world, "scripts/restore.ts", path));
    await measured(seconds, "start", () => app.restart());
    await measured(seconds, "lists", () => untilQuiet(world));
    return { begun: finished + cutOff, cutOff, ...(await compare(world, attempts)), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured<T>(
  seconds: Outcome["seconds"],
  what: keyof Outcome["seconds"],
  work: () => Promise<T>,
) {
  const begun = performance.now();
  const result = await work();
  seconds[what] = (performance.now() - begun) / 1_000;
  return result;
}

/** Runs one of the project's commands on the world's database, as its operator does. */
async function run(world: World, script: `scripts/${string}.ts`, argument: string): Promise<string> {
  const args = [scriptOf(script), argument];
  return (await promisify(execFile)(process.execPath, args, { env: world.commandEnv })).stdout;
}

/** Everything on the machine is gone. */
async function loseFiles(url: string) {
  if (url.startsWith("file:")) {
    const file = url.slice("file:".length);
    for (const database of [file, `${file}.staff`, `${file}.limits`, `${file}.running`, `${file}.migrating`])
      for (const end of ["", "-wal", "-shm"]) if (existsSync(database + end)) rmSync(database + end);
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE; DROP SCHEMA drizzle CASCADE; CREATE SCHEMA public");
  await client.end();
}

const rows = async (world: World, text: string) => (await world.sql(text)).length;

/** Waits until the shop has read the gateways' lists since the backup's time, and has processed everything it found. */
async function untilQuiet(world: World) {
  const deadline = Date.now() + patient(300_000);
  const waiting = [
    "SELECT id FROM backups WHERE kind = 'restore' AND compared_at IS NULL",
    "SELECT id FROM webhook_inbox WHERE state <> 'done'",
    "SELECT payment_id FROM brought_keys",
    "SELECT id FROM calls WHERE state = 'open'",
    "SELECT id FROM orders WHERE asking_payment_id IS NOT NULL",
  ];
  for (;;) {
    // In the order in which the work proceeds: a row done in one table and not yet begun in the next would be missed.
    const left = await inTurns(waiting, (text) => rows(world, text), 1);
    if (left.every((count) => count === 0)) return;
    if (Date.now() > deadline)
      throw new Error(`The shop is still busy: ${left.join(", ")} rows are waiting.`);
    await pause(200);
  }
}

/** Compares every payment that a gateway took, by attempt, with the books and the list at the desk. */
async function compare(world: World, { toss, stripe }: Attempts) {
  const taken = [...(await takenAtToss(world, toss)), ...(await takenByStripe(world, stripe))];
  const namesIn = async (text: string) =>
    new Map((await world.sql(text)).map((row) => [row.name, Number(row.amount)]));
  const books = await namesIn(
    "SELECT gateway_order_id AS name, captured AS amount FROM payments WHERE captured > 0",
  );
  const named = await namesIn(`SELECT s.gateway_order_id AS name, s.amount FROM strays s
    JOIN needs n ON n.subject_id = s.id AND n.closed_at IS NULL AND n.reason = 'not_in_books'`);
  const known = new Set(taken.map(({ name }) => name));
  const faults = [
    ...taken
      .filter(({ name }) => !books.has(name) && !named.has(name))
      .map(({ name }) => `${name} was paid and is neither in the books nor named.`),
    ...taken
      .filter(({ name }) => books.has(name) && named.has(name))
      .map(({ name }) => `${name} is in the books and named as well.`),
    ...taken
      .filter(({ name, amount }) => (books.get(name) ?? named.get(name) ?? amount) !== amount)
      .map(({ name }) => `${name} was paid with another amount.`),
    ...[...books.keys(), ...named.keys()]
      .filter((name) => !known.has(String(name)))
      .map((name) => `${name} was reported as paid, and no gateway charged it.`),
    ...(await faultsInBooks(world)),
  ];
  return { paid: taken.length, inBooks: books.size, named: named.size, faults };
}

type Taken = { name: string; amount: number };

async function takenAtToss({ emulator }: World, names: string[]): Promise<Taken[]> {
  const payments = (await inTurns(names, (name) => emulator.payments.list(name))).flat();
  return payments
    .filter(({ approvedAt }) => approvedAt !== null)
    .map(({ orderId, totalAmount }) => ({ name: orderId, amount: totalAmount }));
}

async function takenByStripe({ stripe }: World, names: string[]): Promise<Taken[]> {
  const intents = (await inTurns(names, (name) => stripe.intents.list(name))).flat();
  return intents
    .filter(({ amount_received }) => amount_received > 0)
    .map(({ metadata, amount_received }) => ({ name: metadata.order_id ?? "", amount: amount_received }));
}

async function buysAtToss(world: World, attempts: Attempts) {
  const { url } = world.apps[0];
  const order = await ask<Order>(url, "/orders", orderOf({ items: tShirt }));
  const ready = await ask<{ toss: { order_id: string } }>(
    url,
    "/payments/toss/ready",
    attemptOf(order, url),
    order.access_token,
  );
  const orderId = ready.toss.order_id;
  attempts.toss.push(orderId);
  const { paymentKey } = await world.emulator.payments.open({ orderId, amount: order.amount });
  await ask(url, "/payments/toss/confirm", { paymentKey, orderId, amount: order.amount }, order.access_token);
}

async function buysAtStripe(world: World, attempts: Attempts) {
  const { url } = world.apps[0];
  const order = await ask<Order>(url, "/orders", orderOf({ currency: "USD", items: tShirt }));
  const opened = await ask<{ session_id: string; payment: { gateway_order_id: string } }>(
    url,
    "/payments/stripe/checkout",
    { order_number: order.order_number, success_url: `${url}/success`, cancel_url: `${url}/cart` },
    order.access_token,
  );
  attempts.stripe.push(opened.payment.gateway_order_id);
  await world.stripe.sessions.pay(opened.session_id);
  await ask(url, "/payments/stripe/verify", { session_id: opened.session_id }, order.access_token);
}

/** There are enough of these for everybody. */
const tShirt = [{ sku: "TEE-COOL", quantity: 1 }];

/** Retries while the shop is too busy, like a shopper who is told that nothing was done. */
async function ask<T>(url: string, path: string, data: object, token?: string): Promise<T> {
  for (;;) {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { "order-token": token }) },
      body: JSON.stringify(data),
    });
    const body = await response.json();
    if (response.ok) return body;
    if (body.code !== "overloaded") throw new Error(`${path} answered ${response.status} ${body.code}`);
  }
}

/** Processes all items, a few at a time, in order. */
async function inTurns<Item, Result>(
  items: Item[],
  work: (item: Item) => Promise<Result>,
  sideBySide = 12,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const n = next;
      next += 1;
      results[n] = await work(items[n] as Item);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return results;
}
