import type { World } from "../world";

/**
 * Everything in the books that does not add up once nothing is in progress; empty if all is well. Pass `of` to check
 * one order, if other tests use the same shop.
 */
export async function faultsInBooks(
  world: Pick<World, "sql">,
  of?: { order_number: string },
): Promise<string[]> {
  const orders = of ? `(SELECT * FROM orders WHERE number = '${of.order_number}')` : "(SELECT * FROM orders)";
  const scoped = {
    orders: `${orders} AS o`,
    payments: `(SELECT p.* FROM payments p JOIN ${orders} AS o ON o.id = p.order_id) AS p`,
    transfers: `(SELECT t.* FROM transfers t JOIN ${orders} AS o ON o.id = t.order_id) AS t`,
    calls: `(SELECT c.* FROM calls c JOIN payments p ON p.id = c.payment_id JOIN ${orders} AS o ON o.id = p.order_id) AS c`,
  };
  const faults = await Promise.all(
    Object.entries(rules(scoped)).map(async ([rule, broken]) => {
      const rows = await world.sql(broken);
      return rows.map((row) => `${rule}: ${JSON.stringify(row)}`);
    }),
  );
  return faults.flat();
}

const transferred = (cause: string) =>
  `(SELECT COALESCE(sum(t.amount), 0) FROM transfers t WHERE t.payment_id = p.id AND t.cause = '${cause}')`;

type Scoped = Record<"orders" | "payments" | "transfers" | "calls", string>;

/** Each rule names what must hold, and selects the rows that break it. */
const rules = ({ orders, payments, transfers, calls }: Scoped): Record<string, string> => ({
  "what was captured is posted": `SELECT p.id FROM ${payments}
    WHERE p.captured <> ${transferred("capture")} - ${transferred("reversal")}`,
  "what was refunded is posted": `SELECT p.id FROM ${payments}
    WHERE p.refunded <> ${transferred("refund")} - ${transferred("refund_failed")}`,
  "no money is left in shopper or suspense": `SELECT account, sum(amount) AS balance FROM (
      SELECT t.credit AS account, t.amount FROM ${transfers} UNION ALL SELECT t.debit, -t.amount FROM ${transfers}
    ) AS sides WHERE account IN ('shopper', 'suspense') GROUP BY account HAVING sum(amount) <> 0`,
  "a paid order has the payment that pays it": `SELECT o.number FROM ${orders} LEFT JOIN payments p ON p.id = o.winner_payment_id
    WHERE (o.status = 'paid') <> (p.status = 'paid' AND p.captured IN (o.amount, p.capture_asked) AND p.id IS NOT NULL)`,
  "only one payment counts for an order": `SELECT p.order_id, count(*) AS counted FROM ${payments}
    WHERE p.credited = 'sales' GROUP BY p.order_id HAVING count(*) > 1`,
  "nothing is in progress": `SELECT c.id FROM ${calls} WHERE c.state = 'open'
    UNION ALL SELECT o.id FROM ${orders} WHERE o.asking_payment_id IS NOT NULL`,
});

/** Per product, what is on the shelf plus what orders hold or bought: the sum never changes. */
export const stockAndSold = (world: World) =>
  world.sql(`SELECT p.sku, p.stock + COALESCE((
      SELECT sum(i.quantity) FROM order_items i JOIN orders o ON o.id = i.order_id
      WHERE i.sku = p.sku AND o.stock_taken), 0) AS pieces
    FROM products p ORDER BY p.sku`);

/** How many pieces of each product an order holds or has bought. */
export const piecesTaken = (world: World, { order_number }: { order_number: string }) =>
  world.sql(`SELECT i.sku, i.quantity AS pieces FROM order_items i JOIN orders o ON o.id = i.order_id
    WHERE o.number = '${order_number}' AND o.stock_taken ORDER BY i.sku`);

/** Postings that follow a request or the gateway's news about it, and not the night's reading of settlements. */
export const causedByRequests = (column: string) =>
  `${column} IN ('capture', 'refund', 'refund_failed', 'reversal', 'accept', 'dispute', 'dispute_won')`;

/**
 * Counts the rows that a request writes. What the night reads from the gateways is left out: it may belong to an earlier
 * story and be posted at any moment.
 */
export const written = (world: World) =>
  world.sql(`SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM payments) AS payments,
    (SELECT count(*) FROM calls) AS calls, (SELECT count(*) FROM transfers
      WHERE ${causedByRequests("cause")}) AS transfers`);
