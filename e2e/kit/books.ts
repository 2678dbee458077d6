import type { World } from "../world";

/** Everything in the books that does not add up once nothing is under way any more; empty when all is well. */
export async function faultsInBooks(world: World): Promise<string[]> {
  const faults = await Promise.all(
    Object.entries(rules).map(async ([rule, broken]) => {
      const rows = await world.sql(broken);
      return rows.map((row) => `${rule}: ${JSON.stringify(row)}`);
    }),
  );
  return faults.flat();
}

const transferred = (cause: string) =>
  `(SELECT COALESCE(sum(t.amount), 0) FROM transfers t WHERE t.payment_id = p.id AND t.cause = '${cause}')`;

/** Each names what must be so, and finds the rows where it is not. */
const rules: Record<string, string> = {
  "what was captured is posted": `SELECT p.id FROM payments p WHERE p.captured <> ${transferred("capture")}`,
  "what was refunded is posted": `SELECT p.id FROM payments p WHERE p.refunded <> ${transferred("refund")}`,
  "nobody's money waits with us": `SELECT account, sum(amount) AS balance FROM (
      SELECT credit AS account, amount FROM transfers UNION ALL SELECT debit, -amount FROM transfers
    ) AS sides WHERE account IN ('shopper', 'suspense') GROUP BY account HAVING sum(amount) <> 0`,
  "a paid order has the payment that pays it": `SELECT o.number FROM orders o LEFT JOIN payments p ON p.id = o.winner_payment_id
    WHERE (o.status = 'paid') <> (p.status = 'paid' AND p.captured = o.amount AND p.id IS NOT NULL)`,
  "one payment counts for an order": `SELECT order_id, count(*) AS counted FROM payments
    WHERE credited = 'sales' GROUP BY order_id HAVING count(*) > 1`,
  "nothing is under way": `SELECT id FROM calls WHERE state = 'open'
    UNION ALL SELECT id FROM orders WHERE asking_payment_id IS NOT NULL`,
};

/** What is on the shelf and what orders hold or bought, by product: it only ever changes hands. */
export const stockAndSold = (world: World) =>
  world.sql(`SELECT p.sku, p.stock + COALESCE((
      SELECT sum(i.quantity) FROM order_items i JOIN orders o ON o.id = i.order_id
      WHERE i.sku = p.sku AND o.stock_taken), 0) AS pieces
    FROM products p ORDER BY p.sku`);
