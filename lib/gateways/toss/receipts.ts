import { z } from "zod";
import type { ReportedCashReceipt } from "../../contracts/cash-receipts";
import { log } from "../../log";
import { env } from "../../settings/env";
import { lineTo } from "../line";
import { receiptOf, TossReceiptApart } from "./wire";

// Cash receipts that the shop issues apart from a payment. They do not appear in the payment. Source: Toss core API,
// cash receipts.

/** Toss returns 100 by default and 10,000 at most. */
const pageSize = 10_000;

/** A day that is longer is not read: nothing is concluded from it. */
const pagesAtMost = 20;

const TossReceipts = z.object({
  hasNext: z.boolean(),
  lastCursor: z.union([z.number(), z.string()]).nullish(),
  data: z.array(z.object({ orderId: z.string().nullish() }).loose()),
});

/**
 * The receipts and cancellations that were requested on these days for one of our order IDs, oldest first; undefined if
 * Toss gave no complete answer. `ofPayment` has the keys of those that the payment itself reports.
 */
export async function receiptsApart(
  authorization: string,
  { days, orderId, ofPayment }: { days: readonly string[]; orderId: string; ofPayment: ReadonlySet<string> },
): Promise<ReportedCashReceipt[] | undefined> {
  const found: z.output<typeof TossReceiptApart>[] = [];
  for (const day of days) {
    const rows = await receiptsOfDay(authorization, day, orderId);
    if (!rows) return undefined;
    found.push(...rows);
  }
  return found.filter(({ receiptKey }) => !ofPayment.has(receiptKey)).map(apartOf);
}

/** A receipt that was issued apart. Toss does not say whether a cancellation has a key of its own, so it gets one here. */
export function apartOf(row: z.output<typeof TossReceiptApart>): ReportedCashReceipt {
  const receipt = receiptOf(row);
  const key = receipt.kind === "canceled" ? `${receipt.key} ${receipt.requestedAt}` : receipt.key;
  return { ...receipt, key, apart: true };
}

async function receiptsOfDay(authorization: string, day: string, orderId: string) {
  const ours: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const query = new URLSearchParams({
      requestDate: day,
      limit: String(pageSize),
      ...(cursor && { cursor }),
    });
    const answer = await lineTo("toss", "list").send(env().toss.apiUrl, {
      method: "GET",
      path: `/v1/cash-receipts?${query}`,
      headers: { authorization },
    });
    if (answer.is !== "answered" || answer.status !== 200) {
      log.warn({ day, answer: answer.is, status: "status" in answer ? answer.status : undefined }, unread);
      return undefined;
    }
    const told = TossReceipts.safeParse(answer.json);
    if (!told.success) return undefined;
    const { data, hasNext, lastCursor } = told.data;
    ours.push(...data.filter((row) => row.orderId === orderId));
    const next = lastCursor == null ? undefined : String(lastCursor);
    if (!hasNext) return z.array(TossReceiptApart).safeParse(ours).data;
    // A list that does not go on cannot be read to its end.
    if (next === undefined || next === cursor) return undefined;
    cursor = next;
  }
  return undefined;
}

const unread =
  "Toss did not list the cash receipts of a day, so nothing is concluded about requests for them";
