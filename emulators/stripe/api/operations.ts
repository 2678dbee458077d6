/** Operations, as the call log names them. */
const writes = [
  "create_session",
  "update_session",
  "expire_session",
  "create_intent",
  "update_intent",
  "confirm_intent",
  "capture_intent",
  "cancel_intent",
  "create_payment_method",
  "create_refund",
  "update_refund",
  "cancel_refund",
  "close_dispute",
] as const;

export type Operation =
  | (typeof writes)[number]
  | "retrieve_session"
  | "list_sessions"
  | "list_line_items"
  | "retrieve_intent"
  | "list_intents"
  | "retrieve_payment_method"
  | "retrieve_charge"
  | "list_charges"
  | "retrieve_refund"
  | "list_refunds"
  | "retrieve_dispute"
  | "list_disputes"
  | "retrieve_balance_transaction"
  | "list_balance_transactions"
  | "retrieve_payout"
  | "list_payouts"
  | "retrieve_event"
  | "list_events"
  | "create_webhook_endpoint"
  | "retrieve_webhook_endpoint"
  | "list_webhook_endpoints"
  | "delete_webhook_endpoint";

/** A fault treats every read as `look`. Registering an endpoint has no fault operation: only `any` affects it. */
export const faultOperations: [string, ...string[]] = ["look", ...writes];

export function faultOperationOf(operation: Operation, isWrite: boolean): string {
  return isWrite ? operation : "look";
}
