import { setTimeout as pause } from "node:timers/promises";
import { faultsInBooks } from "@/e2e/kit/books";
import { patient } from "@/testing/load";
import type { Emulator } from "@/testing/toss-emulator";
import type { Rush } from "./rush";
import { tell } from "./tell";

type Shop = {
  gateway: { emulator: Emulator };
  sql(text: string): Promise<Record<string, unknown>[]>;
  run(release: string, command: string): Promise<{ stdout: string }>;
};

/**
 * Returns the faults: every order reported as paid must be paid once, at the gateway and in the books, and no other
 * order may be paid.
 */
export async function judge(shop: Shop, rush: Rush, release: string): Promise<string[]> {
  await untilQuiet(shop);
  const found = await look(shop);
  const { charged, inBooks } = found;
  tell(
    "paid",
    `${rush.purchases.length} were reported as paid, ${sum(charged)} at the gateway, ${inBooks.size} in the books; ${twiceIn(charged).length} charged twice`,
  );
  return [
    ...faultsOfPurchases(rush, found),
    ...faultsOfOrders(rush, found),
    ...(await faultsOfChains(shop, release)),
    ...(await faultsInBooks(shop)),
  ];
}

type Found = {
  /** How often the gateway charged each attempt. */
  charged: Map<string, number>;
  /** The attempts that took money, by the books. */
  inBooks: Set<string>;
  /** How many orders there are, how many of them have what the next release's migration adds, and which are paid. */
  orders: number;
  migrated: number;
  paid: Set<unknown>;
};

async function look({ gateway, sql }: Shop): Promise<Found> {
  const charged = new Map<string, number>();
  for (const { acted, orderId } of await gateway.emulator.requests({ operation: "confirm" }))
    if (acted) charged.set(orderId ?? "", (charged.get(orderId ?? "") ?? 0) + 1);
  const orders = await sql("SELECT number, status FROM orders");
  const captured = await sql("SELECT gateway_order_id AS name FROM payments WHERE captured > 0");
  return {
    charged,
    inBooks: new Set(captured.map(({ name }) => String(name))),
    orders: orders.length,
    migrated: (await sql("SELECT number FROM orders WHERE drill = 'begun before'")).length,
    paid: new Set(orders.filter(({ status }) => status === "paid").map(({ number }) => number)),
  };
}

const sum = (times: Map<string, number>) => [...times.values()].reduce((all, n) => all + n, 0);

const twiceIn = (times: Map<string, number>) =>
  [...times].filter(([, n]) => n > 1).map(([attempt]) => attempt);

const faultsOfPurchases = ({ purchases }: Rush, { charged, inBooks, paid }: Found) => [
  ...purchases.filter(({ number }) => !paid.has(number)).map(({ number }) => `${number} is not paid.`),
  ...purchases
    .filter(({ attempt }) => !charged.has(attempt) || !inBooks.has(attempt))
    .map(({ attempt }) => `${attempt} was reported as paid, and is missing at the gateway or in the books.`),
  ...[...charged.keys()]
    .filter((attempt) => !inBooks.has(attempt))
    .map((attempt) => `${attempt} is in no book.`),
  ...twiceIn(charged).map((attempt) => `${attempt} was charged twice.`),
];

const faultsOfOrders = ({ begun, purchases }: Rush, { orders, migrated, paid }: Found) => [
  ...(paid.size === purchases.length
    ? []
    : [`${paid.size} orders are paid, ${purchases.length} were reported as paid.`]),
  ...(orders === begun ? [] : [`${begun} carts became ${orders} orders.`]),
  ...(migrated === orders ? [] : ["Orders lack what the next release's migration adds."]),
];

/** Runs the release's own check of the chained books, and prints what it counted. */
async function faultsOfChains({ run }: Shop, release: string): Promise<string[]> {
  const verified = await run(release, "verify").then(
    ({ stdout }) => stdout,
    (error) => `failed: ${error.stdout}${error.stderr}`,
  );
  for (const line of verified.split("\n").filter((text) => text.includes(" rows, ")))
    tell("verify", line.replace(/, head .*/, ""));
  return verified.startsWith("failed") ? [`npm run verify ${verified}`] : [];
}

/** Waits until every webhook is processed and no call to a gateway is open. */
async function untilQuiet({ sql }: Shop) {
  const deadline = Date.now() + patient(60_000);
  const waiting = [
    "SELECT id FROM webhook_inbox WHERE state <> 'done'",
    "SELECT id FROM calls WHERE state = 'open'",
    "SELECT id FROM orders WHERE asking_payment_id IS NOT NULL",
  ];
  for (;;) {
    const left = await Promise.all(waiting.map(async (text) => (await sql(text)).length));
    if (left.every((rows) => rows === 0)) return;
    if (Date.now() > deadline)
      throw new Error(`The shop is still busy: ${left.join(", ")} rows are waiting.`);
    await pause(200);
  }
}
