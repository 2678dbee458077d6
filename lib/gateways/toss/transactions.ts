import { z } from "zod";
import type { Changes } from "../gateway";
import { readList } from "./list";
import { readInstant, writeInstant } from "./wire";

/** Toss returns 100 by default and 5,000 at most. Source: Toss core API, "list transactions". */
const pageSize = 100;

/** One approval, deposit, cancel or reversal. Only its key is needed; everything else comes from a look. */
const TossTransaction = z.object({
  transactionKey: z.string(),
  paymentKey: z.string().nullish(),
  orderId: z.string().nullish(),
  transactionAt: z.string().nullish(),
});

/**
 * A page of what moved money between two moments, oldest first, excluding the end. If the keys lack permission, the
 * answer is `setup`.
 */
export async function listTransactions(
  authorization: string | undefined,
  { from, until }: { from: Date; until: Date },
  cursor: string | null,
): Promise<Changes> {
  const query = new URLSearchParams({
    startDate: writeInstant(from),
    endDate: writeInstant(until),
    limit: String(pageSize),
    ...(cursor !== null && { startingAfter: cursor }),
  });
  const answer = await readList(authorization, `/v1/transactions?${query}`, TossTransaction);
  if ("is" in answer) return answer;
  const last = answer.rows.at(-1)?.transactionKey;
  // A page that ends where it began would be read forever.
  if (last !== undefined && last === cursor) return { is: "unknown", why: "malformed", code: null };
  return {
    is: "seen",
    changes: answer.rows.map(({ transactionKey, paymentKey = null, orderId = null, transactionAt }) => ({
      transaction: transactionKey,
      about: { paymentKey, orderId, sessionKey: null },
      at: readInstant(transactionAt) ?? from,
    })),
    next: answer.rows.length < pageSize ? null : (last ?? null),
  };
}
