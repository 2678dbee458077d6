import type Stripe from "stripe";
import { z } from "zod";
import type { Changes } from "../gateway";
import { OfPayment, pageSize, Reference, readingList } from "./lists";
import { orderIdKey } from "./wire";

/**
 * Stripe's lists, read one after another: everything that moved money, pending refunds, and disputes where a bank only
 * asks. They go back as far as the account does, unlike its events.
 */
const lists = ["balance_transactions", "refunds", "disputes"] as const;
type List = (typeof lists)[number];

const Entry = z.object({
  id: z.string(),
  created: z.int(),
  type: z.string().nullish(),
  source: z.union([z.string(), OfPayment, z.null()]).catch(null).optional(),
  payment_intent: Reference.nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

const Page = z.object({ data: z.array(Entry), has_more: z.boolean() });

/** A page of what happened between two moments. If the key lacks permission, the answer is `setup`. */
export const listChanges = (span: { from: Date; until: Date }, cursor: string | null): Promise<Changes> =>
  readingList(async (client) => {
    const { list, after } = readCursor(cursor);
    const { data, has_more: hasMore } = Page.parse(await read(client, list, span, after));
    const last = data.at(-1)?.id;
    const following = lists[lists.indexOf(list) + 1];
    return {
      is: "seen",
      changes: data.map((entry) => changeOf(list, entry)),
      next: hasMore && last !== undefined ? `${list}:${last}` : following ? `${following}:` : null,
    };
  });

function read(client: Stripe, list: List, { from, until }: { from: Date; until: Date }, after: string) {
  const wish = {
    limit: pageSize,
    created: { gte: inSeconds(from), lt: inSeconds(until) },
    ...(after !== "" && { starting_after: after }),
  };
  switch (list) {
    case "balance_transactions":
      return client.balanceTransactions.list({ ...wish, expand: ["data.source"] });
    case "refunds":
      return client.refunds.list(wish);
    case "disputes":
      return client.disputes.list(wish);
  }
}

/** Charges and refunds are identified by their own ID, everything else by its balance transaction. */
function changeOf(list: List, { id, created, type, source, ...own }: z.output<typeof Entry>) {
  const of = list === "balance_transactions" ? (typeof source === "object" ? source : null) : { id, ...own };
  return {
    transaction: of && bySource.has(type ?? "") ? of.id : id,
    about: {
      paymentKey: of?.payment_intent ?? null,
      sessionKey: null,
      orderId: of?.metadata?.[orderIdKey] ?? null,
    },
    at: new Date(created * 1_000),
  };
}

/** Source: Stripe API, "Balance transaction types". */
const bySource: ReadonlySet<string> = new Set(["charge", "payment", "refund", "payment_refund"]);

function readCursor(cursor: string | null): { list: List; after: string } {
  const [name, after = ""] = (cursor ?? "").split(":");
  return { list: lists.find((list) => list === name) ?? lists[0], after };
}

const inSeconds = (at: Date) => Math.floor(at.getTime() / 1_000);
