import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import { isRefusal, missing } from "../errors";
import type { Stripe } from "../stripe";
import { printBalanceTransaction } from "../wire/balance-transaction";
import { printCharge } from "../wire/charge";
import { answer } from "./answer";
import { listPage } from "./pages";
import { currency, filled, read } from "./params";

const rowTypes = z.enum(["charge", "payment", "refund", "payment_refund", "refund_failure", "adjustment"]);

/** Charges, and the account's balance transactions. */
export function moneyRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/charges", (c) =>
    answer(stripe, c, {
      operation: "list_charges",
      shape: { listOf: "charge" },
      orderId: ({ payment_intent: intent }) => stripe.intents.get(String(intent))?.orderId ?? null,
      act: (form) =>
        listPage(form, {
          collection: stripe.charges,
          what: "charge",
          url: "/v1/charges",
          filters: { payment_intent: filled.optional(), transfer_group: filled.optional() },
          match: ({ payment_intent: intent, transfer_group: transferGroup }) => ({
            ...(intent !== undefined && { intent }),
            ...(transferGroup !== undefined && { transferGroup }),
          }),
          print: (charge) => printCharge(stripe, charge),
        }),
    }),
  );

  routes.get("/charges/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "retrieve_charge",
      objectId: id,
      orderId: () => stripe.charges.get(id)?.orderId ?? null,
      shape: "charge",
      act(form) {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const charge = stripe.charges.get(id);
        return charge ? printCharge(stripe, charge) : missing("charge", id, "id");
      },
    });
  });

  routes.get("/balance_transactions", (c) =>
    answer(stripe, c, {
      operation: "list_balance_transactions",
      shape: { listOf: "balance_transaction" },
      act: (form) =>
        listPage(form, {
          collection: stripe.balanceTransactions,
          what: "balance_transaction",
          url: "/v1/balance_transactions",
          filters: { source: filled.optional(), type: rowTypes.optional(), currency: currency.optional() },
          match: ({ source, type, currency }) => ({
            ...(source !== undefined && { source }),
            ...(type !== undefined && { type }),
            ...(currency !== undefined && { currency }),
          }),
          print: (row) => printBalanceTransaction(stripe, row),
        }),
    }),
  );

  routes.get("/balance_transactions/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "retrieve_balance_transaction",
      objectId: id,
      shape: "balance_transaction",
      act(form) {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const row = stripe.balanceTransactions.get(id);
        return row ? printBalanceTransaction(stripe, row) : missing("balance transaction", id, "id");
      },
    });
  });

  return routes;
}
