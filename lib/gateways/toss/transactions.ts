import { z } from "zod";
import { env } from "../../settings/env";
import type { Changes } from "../gateway";
import { lineTo } from "../line";
import { isRefused } from "../rejected";
import { aboutOf } from "./codes";
import { readInstant, TossError, writeInstant } from "./wire";

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
  if (!authorization) return { is: "unknown", why: "setup", code: null };
  const query = new URLSearchParams({
    startDate: writeInstant(from),
    endDate: writeInstant(until),
    limit: String(pageSize),
    ...(cursor !== null && { startingAfter: cursor }),
  });
  const path = `/v1/transactions?${query}`;
  const answer = await lineTo("toss", "list").send(env().toss.apiUrl, {
    method: "GET",
    path,
    headers: { authorization },
  });
  if (answer.is === "silent") return { is: "unknown", why: answer.why, code: null };
  if (answer.status !== 200) {
    const code = TossError.safeParse(answer.json).data?.code ?? null;
    const isSetup = isRefused(answer.status) || aboutOf(answer.status, code) === "keys";
    return { is: "unknown", why: isSetup ? "setup" : "error", code: code ?? String(answer.status) };
  }
  const rows = z.array(TossTransaction).safeParse(answer.json);
  const last = rows.data?.at(-1)?.transactionKey;
  // A page that ends where it began would be read forever.
  if (!rows.success || (last !== undefined && last === cursor))
    return { is: "unknown", why: "malformed", code: null };
  return {
    is: "seen",
    changes: rows.data.map(({ transactionKey, paymentKey = null, orderId = null, transactionAt }) => ({
      transaction: transactionKey,
      about: { paymentKey, orderId, sessionKey: null },
      at: readInstant(transactionAt) ?? from,
    })),
    next: rows.data.length < pageSize ? null : (last ?? null),
  };
}
