import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { demo } from "../../scripts/kit/test-databases";
import type { World } from "../world";
import type { Order } from "./shopper";

/** Runs a program of this release on a world's database, as somebody at the desk has it do. */
async function atTheDesk(world: World, program: string) {
  const args = ["--import", "tsx", "--input-type=module", "-e", `${beginning}${program}\nprocess.exit(0);`];
  const env = { ...process.env, ...demo, DATABASE_URL: world.databaseUrl };
  await promisify(execFile)(process.execPath, args, { env });
}

const beginning = `
  const { orderByNumber } = await import("./db/orders.ts");
  const { db } = await import("./db/store.ts");
  const { now } = await import("./lib/clock.ts");
  const staff = { id: "st_jiwoo", name: "Jiwoo", email: "jiwoo@shop.example", role: "support" };
  const address = "127.0.0.1";
`;

/** Staff say that an order was sent off. */
export const sendsOff = (world: World, { order_number }: Pick<Order, "order_number">) =>
  atTheDesk(
    world,
    `const { markShipped } = await import("./lib/admin/ship.ts");
    const order = await orderByNumber(db, ${JSON.stringify(order_number)});
    await markShipped(staff, order.id, { shipped: true, address }, now());`,
  );

/** Staff decline what the shopper of an order asked for, with a word why. */
export const declines = (world: World, { order_number }: Pick<Order, "order_number">, answer: string) =>
  atTheDesk(
    world,
    `const { declineCancelRequest } = await import("./lib/admin/cancel-requests.ts");
    const { latestCancelRequest } = await import("./db/cancel-requests.ts");
    const order = await orderByNumber(db, ${JSON.stringify(order_number)});
    const { id } = await latestCancelRequest(db, order.id);
    await declineCancelRequest(staff, id, { answer: ${JSON.stringify(answer)}, address }, now());`,
  );
