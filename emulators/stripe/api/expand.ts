import { misread, type Refusal } from "../errors";
import { expandDepthMax, nestedListMax } from "../rules";
import type { Stripe } from "../stripe";
import { printBalanceTransaction } from "../wire/balance-transaction";
import { printCharge } from "../wire/charge";
import { printList } from "../wire/common";
import { printDispute } from "../wire/dispute";
import { printIntent } from "../wire/intent";
import { printLineItem } from "../wire/line-item";
import { printPaymentMethod } from "../wire/payment-method";
import { printPayout } from "../wire/payout";
import { printRefund } from "../wire/refund";
import type { Form } from "./form";

/** The objects that can be printed, and lists of them. */
export type Shape = Kind | { listOf: Kind };
type Kind = keyof typeof expandable;

const expandable = {
  "checkout.session": { payment_intent: "payment_intent", line_items: "list of item", customer: "customer" },
  payment_intent: { latest_charge: "charge", payment_method: "payment_method", customer: "customer" },
  charge: {
    balance_transaction: "balance_transaction",
    failure_balance_transaction: "balance_transaction",
    payment_intent: "payment_intent",
    refunds: "list of refund",
    customer: "customer",
  },
  refund: {
    balance_transaction: "balance_transaction",
    failure_balance_transaction: "balance_transaction",
    charge: "charge",
    payment_intent: "payment_intent",
    payment_method: "payment_method",
    customer: "customer",
  },
  dispute: { charge: "charge", payment_intent: "payment_intent" },
  balance_transaction: { source: "charge or refund or dispute or payout" },
  payout: { balance_transaction: "balance_transaction" },
  payment_method: { customer: "customer" },
  event: {},
  webhook_endpoint: {},
  item: {},
  customer: {},
} satisfies Record<string, Record<string, string>>;

/** Replaces ids with their objects along each path. */
export function expand(stripe: Stripe, body: object, paths: Form[string] | undefined): object {
  return pathsIn(paths).reduce((expanded, path) => along(stripe, expanded, path.split(".")), body);
}

/** The refusal for a path that cannot be expanded, checked before the call runs. */
export function refusalToExpand(paths: Form[string] | undefined, shape: Shape): Refusal | null {
  for (const path of pathsIn(paths)) {
    const parts = path.split(".");
    if (parts.length > expandDepthMax) {
      return misread(`You cannot expand more than ${expandDepthMax} levels of a property. Property: ${path}`);
    }
    const start = typeof shape === "string" ? shape : `list of ${shape.listOf}`;
    if (parts.reduce(next, [start]).length === 0) {
      return misread(`This property cannot be expanded (${path}).`);
    }
  }
  return null;
}

/** What one part of a path leads to, given everything the parts before it may have led to. */
function next(from: string[], part: string): string[] {
  return from.flatMap((what) => {
    if (what.startsWith("list of ")) return part === "data" ? [what.slice("list of ".length)] : [];
    const fields: Record<string, string> = isKind(what) ? expandable[what] : {};
    return fields[part]?.split(" or ") ?? [];
  });
}

function along(stripe: Stripe, value: unknown, [part, ...rest]: string[]): object {
  if (typeof value !== "object" || value === null) return {};
  if (part === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => along(stripe, item, [part, ...rest]));
  const found = contentOf(stripe, value, part);
  if (found === undefined || found === null) return value;
  const deeper =
    part === "data" && Array.isArray(found)
      ? found.map((item) => along(stripe, item, rest))
      : along(stripe, found, rest);
  return { ...value, [part]: deeper };
}

/** The value of a field: already present, or looked up by the id in its place. */
function contentOf(stripe: Stripe, object: object, field: string): unknown {
  const present: unknown = Reflect.get(object, field);
  if (typeof present === "string") return lookUp(stripe, present) ?? present;
  if (present !== undefined) return present;
  const id = String(Reflect.get(object, "id"));
  const kind: unknown = Reflect.get(object, "object");
  if (kind === "charge" && field === "refunds") return refundsOf(stripe, id);
  if (kind === "checkout.session" && field === "line_items") return lineItemsOf(stripe, id);
  return undefined;
}

function refundsOf(stripe: Stripe, charge: string) {
  const refunds = stripe.refunds.latest({ charge }, nestedListMax + 1);
  const shown = refunds.slice(0, nestedListMax).map(printRefund);
  return printList(`/v1/charges/${charge}/refunds`, shown, refunds.length > nestedListMax);
}

function lineItemsOf(stripe: Stripe, id: string) {
  const session = stripe.sessions.get(id);
  const items = session?.lineItems.map((item) => printLineItem(session, item)) ?? [];
  const shown = items.slice(0, nestedListMax);
  return printList(`/v1/checkout/sessions/${id}/line_items`, shown, items.length > nestedListMax);
}

function lookUp(stripe: Stripe, id: string): object | null {
  const { intents, charges, refunds, disputes, paymentMethods, balanceTransactions, payouts } = stripe;
  switch (id.split("_")[0]) {
    case "pi":
      return printed(intents.get(id), (intent) => printIntent(stripe, intent));
    case "ch":
    case "py":
      return printed(charges.get(id), (charge) => printCharge(stripe, charge));
    case "re":
      return printed(refunds.get(id), printRefund);
    case "du":
      return printed(disputes.get(id), (dispute) => printDispute(stripe, dispute));
    case "po":
      return printed(payouts.get(id), (payout) => printPayout(stripe, payout));
    case "pm":
      return printed(paymentMethods.get(id), printPaymentMethod);
    case "txn":
      return printed(balanceTransactions.get(id), (row) => printBalanceTransaction(stripe, row));
    default:
      return null;
  }
}

function printed<Doc>(doc: Doc | null, print: (doc: Doc) => object): object | null {
  return doc === null ? null : print(doc);
}

function pathsIn(paths: Form[string] | undefined): string[] {
  if (paths === undefined) return [];
  const values = typeof paths === "string" ? [paths] : Object.values(paths);
  return values.filter((path) => typeof path === "string");
}

function isKind(what: string): what is Kind {
  return Object.hasOwn(expandable, what);
}
