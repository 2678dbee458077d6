/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

/** A button that performs one action on one object; its children are hidden fields. */
export function Act({
  kind,
  id,
  action,
  label,
  children,
}: {
  kind:
    | "settlements"
    | "receipts"
    | "balance"
    | "payouts"
    | "contracts"
    | "sessions"
    | "payments"
    | "refunds"
    | "disputes"
    | "faults"
    | "webhooks";
  id: string;
  action: string;
  label: string;
  children?: Child;
}) {
  return (
    <form method="post" action={`/control/${kind}/${id}/${action}`}>
      {children}
      <button type="submit">{label}</button>
    </form>
  );
}
