import { readMailbox } from "../../scripts/kit/mailbox";
import type { World } from "../world";
import type { Order } from "./shopper";

/** The letters about one order that a world's shops stored as files, newest first. */
export async function lettersOf(world: World, { order_number }: Pick<Order, "order_number">) {
  const kept = await readMailbox(world.mailFolder, 1_000);
  return kept.map(({ email }) => email).filter(({ subject }) => subject?.includes(order_number));
}

/** The state of an order's letters, by kind. */
export async function outboxOf(world: World, { order_number }: Pick<Order, "order_number">) {
  const rows = await world.sql(
    `SELECT m.kind, m.state FROM mails m JOIN orders o ON o.id = m.order_id
     WHERE o.number = '${order_number}' ORDER BY m.created_at, m.kind`,
  );
  return Object.fromEntries(rows.map(({ kind, state }) => [kind, state]));
}
