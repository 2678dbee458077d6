import { type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { transactionsLimitDefault, transactionsLimitMax } from "../rules";
import { readSeoulTime } from "../seoul-time";
import type { Toss } from "../toss";
import type { Transaction } from "../transaction";

export type TransactionQuery = {
  startDate?: string | undefined;
  endDate?: string | undefined;
  /** The transactionKey of the previous page's last row. */
  startingAfter?: string | undefined;
  limit?: string | undefined;
};

/** A merchant's movements of money in a time span, oldest first; the end is exclusive. */
export function listTransactions(
  toss: Toss,
  pair: KeyPair,
  query: TransactionQuery,
): Transaction[] | Refusal {
  if (!query.startDate || !query.endDate) return refuse("INVALID_REQUIRED_PARAM");
  const from = readSpanEnd(query.startDate);
  const until = readSpanEnd(query.endDate);
  if (typeof from !== "number") return from;
  if (typeof until !== "number") return until;
  if (from > until) return refuse("INVALID_DATE");
  const limit = query.limit === undefined ? transactionsLimitDefault : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1) return refuse("INVALID_REQUEST");
  if (limit > transactionsLimitMax) return refuse("EXCEED_MAX_QUERY_LIMIT");
  const { startingAfter } = query;
  if (startingAfter !== undefined && toss.transactions.get(startingAfter)?.mId !== pair.mId) {
    return refuse("INVALID_PAGING_KEY");
  }
  const span = { field: "at", from, until } as const;
  const hidden = hiddenTransactions(toss);
  const page = { limit: limit + hidden.size, after: startingAfter };
  const rows = toss.transactions.within(span, { mId: pair.mId }, page);
  return rows.filter(({ id }) => !hidden.has(id)).slice(0, limit);
}

function hiddenTransactions({ wrongs }: Toss): ReadonlySet<string> {
  const all = [...wrongs.now().values()].flat();
  return new Set(all.filter(({ kind }) => kind === "hide_transaction").map(({ target }) => target));
}

/** A date without a time means its first second, so an end date excludes that day. */
function readSpanEnd(text: string): number | Refusal {
  return readSeoulTime(text.length === 10 ? `${text}T00:00:00` : text);
}
