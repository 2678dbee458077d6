import type Stripe from "stripe";
import { z } from "zod";
import {
  type PayoutState,
  payoutStates,
  type SettlementKind,
  type SettlementPart,
} from "../../contracts/settlements";
import { seoulDate, seoulMidnight } from "../../seoul";
import type { GatewayPayout, Settlement, SettlementRow } from "../gateway";
import { OfPayment, pageSize, readingList } from "./lists";
import { orderIdKey } from "./wire";

const dayMs = 86_400_000;

/** What moved the balance. Its source is the charge, refund or dispute. */
const Movement = z.object({
  id: z.string(),
  type: z.string(),
  reporting_category: z.string().nullish(),
  amount: z.int(),
  fee: z.int(),
  fee_details: z.array(z.object({ type: z.string(), amount: z.int() })).default([]),
  net: z.int(),
  currency: z.string(),
  created: z.int(),
  source: z
    .union([
      z.string(),
      OfPayment.extend({ amount: z.int().optional(), currency: z.string().optional() }),
      z.null(),
    ])
    .catch(null)
    .optional(),
});

const Payout = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  arrival_date: z.int(),
  automatic: z.boolean().default(true),
});

const pageOf = <Row extends z.ZodType>(row: Row) => z.object({ data: z.array(row), has_more: z.boolean() });

/**
 * A page of what moved the account's balance on a day in Seoul, or of the payouts that arrived on a day and what each of
 * them consists of. Source: Stripe API, "List all balance transactions", "List all payouts".
 */
export const listSettlement = (
  { part, day }: { part: SettlementPart; day: string },
  cursor: string | null,
): Promise<Settlement> =>
  readingList((client) =>
    part === "sold" ? movementsOf(client, day, cursor) : payoutsOf(client, day, readCursor(cursor)),
  );

async function movementsOf(client: Stripe, day: string, after: string | null): Promise<Settlement> {
  const begins = seoulMidnight(day).getTime();
  const page = pageOf(Movement).parse(
    await client.balanceTransactions.list({
      created: { gte: begins / 1_000, lt: (begins + dayMs) / 1_000 },
      limit: pageSize,
      expand: ["data.source"],
      ...(after && { starting_after: after }),
    }),
  );
  return {
    is: "seen",
    rows: page.data.filter(isSettled).map((movement) => rowOf(movement, null)),
    payouts: [],
    next: nextOf(page),
  };
}

/** One payout after another: first the payout, then, page by page, what it consists of. */
async function payoutsOf(
  client: Stripe,
  day: string,
  { payout, arrived, after }: PayoutCursor,
): Promise<Settlement> {
  if (payout !== null) {
    const page = pageOf(Movement).parse(
      await client.balanceTransactions.list({
        payout,
        limit: pageSize,
        expand: ["data.source"],
        ...(after && { starting_after: after }),
      }),
    );
    const paid = { id: payout, arrivesOn: day };
    const last = nextOf(page);
    return {
      is: "seen",
      rows: page.data.filter(isSettled).map((movement) => rowOf(movement, paid)),
      payouts: [],
      next: writeCursor(
        last === null ? { payout: null, arrived: payout, after: "" } : { payout, arrived, after: last },
      ),
    };
  }
  // Stripe gives the day of arrival as midnight UTC.
  const arrival = Date.parse(`${day}T00:00:00Z`) / 1_000;
  const page = pageOf(Payout).parse(
    await client.payouts.list({
      arrival_date: { gte: arrival, lt: arrival + dayMs / 1_000 },
      limit: 1,
      ...(arrived && { starting_after: arrived }),
    }),
  );
  const [next] = page.data;
  if (!next) return { is: "seen", rows: [], payouts: [], next: null };
  const told = payoutOf(next, day);
  // What it consists of counts as paid out only once it has arrived, so the day is read again until then.
  if (told.state === "pending" || told.state === "in_transit")
    return { is: "unknown", why: "in_progress", code: `payout_${told.state}` };
  // Stripe lists the parts of automatic payouts only. Those of a payout that the bank did not take were paid out too: the
  // money comes back as a row of its own, which the next payout has.
  const hasParts = next.automatic;
  return {
    is: "seen",
    rows: [],
    payouts: [told],
    next: writeCursor(
      hasParts ? { payout: next.id, arrived, after: "" } : { payout: null, arrived: next.id, after: "" },
    ),
  };
}

/** `payout` is being read up to `after`; payouts up to `arrived` are finished. */
type PayoutCursor = { payout: string | null; arrived: string; after: string };

function readCursor(cursor: string | null): PayoutCursor {
  const [arrived = "", payout = "", after = ""] = (cursor ?? "").split(":");
  return { payout: payout === "" ? null : payout, arrived, after };
}

const writeCursor = ({ arrived, payout, after }: PayoutCursor) => [arrived, payout ?? "", after].join(":");

const nextOf = (page: { data: { id: string }[]; has_more: boolean }) =>
  page.has_more ? (page.data.at(-1)?.id ?? null) : null;

/** A payout itself also moves the balance. */
const isSettled = ({ type }: z.output<typeof Movement>) => type !== "payout";

/** Source: Stripe API, "Balance transaction types". */
const kinds: Record<string, SettlementKind> = {
  charge: "capture",
  payment: "capture",
  refund: "refund",
  payment_refund: "refund",
  refund_failure: "refund_failed",
  payment_failure_refund: "refund_failed",
  stripe_fee: "fee",
  stripe_fx_fee: "fee",
  tax_fee: "fee",
  payment_network_cost: "fee",
  payout_failure: "payout_failed",
  payout_cancel: "payout_failed",
};

/** Disputes are adjustments; only the reporting category tells. Source: Stripe API, "Reporting categories". */
const adjustments: Record<string, SettlementKind> = { dispute: "dispute", dispute_reversal: "dispute_won" };

/** Kinds that the books name after what moved the balance, and a failed payout by itself. */
const named: ReadonlySet<SettlementKind> = new Set(["capture", "refund", "payout_failed"]);

function rowOf(
  movement: z.output<typeof Movement>,
  paid: { id: string; arrivesOn: string } | null,
): SettlementRow {
  const { id, type, amount, net, currency, created } = movement;
  const source = typeof movement.source === "object" ? movement.source : null;
  const kind = kinds[type] ?? adjustments[movement.reporting_category ?? ""] ?? "other";
  const vat = movement.fee_details
    .filter((fee) => fee.type === "tax")
    .reduce((sum, fee) => sum + fee.amount, 0);
  const isConverted = source?.currency !== undefined && source.currency !== currency;
  return {
    id,
    kind,
    transaction: source && named.has(kind) ? source.id : id,
    about: {
      paymentKey: source?.payment_intent ?? null,
      orderId: source?.metadata?.[orderIdKey] ?? null,
      sessionKey: null,
    },
    currency: currency.toUpperCase(),
    amount,
    fee: movement.fee - vat,
    vat,
    net,
    presented:
      isConverted && source.amount !== undefined
        ? { amount: Math.sign(amount) * source.amount, currency: source.currency?.toUpperCase() ?? "" }
        : null,
    soldOn: seoulDate(new Date(created * 1_000)),
    payoutOn: paid?.arrivesOn ?? null,
    payout: paid?.id ?? null,
    approvedAt: new Date(created * 1_000),
  };
}

const payoutOf = ({ id, amount, currency, status }: z.output<typeof Payout>, day: string): GatewayPayout => ({
  id,
  amount,
  currency: currency.toUpperCase(),
  state: isState(status) ? status : "pending",
  arrivesOn: day,
});

const isState = (status: string): status is PayoutState => payoutStates.some((state) => state === status);
