import type { Payment } from "@/db/schema";

/**
 * Whether the gateway has accepted the payment key that an attempt names: it took money under it, issued a virtual
 * account for it, or the issuer declined the card. Until then the key is only what the client sent.
 */
export const isAccepted = ({ captured, status, failureKind, detail }: Accepting) =>
  captured > 0 || known.has(status) || failureKind === "declined" || detail.virtualAccount !== undefined;

export type Accepting = Pick<Payment, "captured" | "status" | "failureKind" | "detail">;

const known: ReadonlySet<Payment["status"]> = new Set([
  "waiting_for_deposit",
  "authorized",
  "paid",
  "in_review",
]);
