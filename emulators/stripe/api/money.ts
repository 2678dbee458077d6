import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { BalanceTransaction } from "../entities/balance-transaction";
import type { Charge } from "../entities/charge";
import { missing } from "../errors";
import type { Stripe } from "../stripe";
import { printBalanceTransaction } from "../wire/balance-transaction";
import { printCharge } from "../wire/charge";
import { distort } from "../wrongs";
import { answer, type Question } from "./answer";
import { aboutOne, type Kind, listOf } from "./objects";
import { currency, filled, nothing } from "./params";

const rowTypes = z.enum([
  "charge",
  "payment",
  "refund",
  "payment_refund",
  "refund_failure",
  "adjustment",
  "stripe_fee",
  "payout",
  "payout_failure",
]);

/** Charges, and the account's balance transactions. */
export function moneyRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const charges: Kind<Charge> = {
    shape: "charge",
    collection: stripe.charges,
    name: "charge",
    param: "id",
    print: (charge) => printCharge(stripe, charge),
  };
  const rows: Kind<BalanceTransaction> = {
    shape: "balance_transaction",
    collection: stripe.balanceTransactions,
    name: "balance transaction",
    param: "id",
    print: (row) => printBalanceTransaction(stripe, row),
    report(listed) {
      const wrongs = stripe.wrongs.now();
      return listed.flatMap((row) => distort(row, wrongs.get(row.id), stripe.clock.now()));
    },
  };
  routes.get("/charges", (c) => answer(stripe, c, listingCharges(stripe, charges)));
  routes.get("/charges/:id", (c) =>
    answer(stripe, c, looking(charges, "retrieve_charge", c.req.param("id"))),
  );
  routes.get("/balance_transactions", (c) => answer(stripe, c, listingRows(stripe, rows)));
  routes.get("/balance_transactions/:id", (c) =>
    answer(stripe, c, looking(rows, "retrieve_balance_transaction", c.req.param("id"))),
  );
  return routes;
}

const listingCharges = (stripe: Stripe, charges: Kind<Charge>): Question =>
  listOf(charges, {
    operation: "list_charges",
    url: "/v1/charges",
    orderId: ({ payment_intent: intent }) => stripe.intents.get(String(intent))?.orderId ?? null,
    filters: { payment_intent: filled.optional(), transfer_group: filled.optional() },
    match: ({ payment_intent: intent, transfer_group: transferGroup }) => ({
      ...(intent !== undefined && { intent }),
      ...(transferGroup !== undefined && { transferGroup }),
    }),
  });

const listingRows = (stripe: Stripe, rows: Kind<BalanceTransaction>): Question =>
  listOf(rows, {
    operation: "list_balance_transactions",
    url: "/v1/balance_transactions",
    filters: {
      source: filled.optional(),
      type: rowTypes.optional(),
      currency: currency.optional(),
      payout: filled.optional(),
    },
    match({ source, type, currency, payout: id }) {
      const payout = id === undefined ? undefined : stripe.payouts.get(id);
      if (payout === null) return missing("payout", String(id), "payout");
      return {
        ...(source !== undefined && { source }),
        ...(type !== undefined && { type }),
        ...(currency !== undefined && { currency }),
        ...(payout && { payout: payout.reconciled ? payout.id : [] }),
      };
    },
  });

const looking = <Doc extends { id: string; orderId?: string | null }>(
  kind: Kind<Doc>,
  operation: Question["operation"],
  id: string,
): Question => aboutOne(kind, id, { operation, params: nothing, act: (found) => found });
