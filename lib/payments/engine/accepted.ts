import type { Payment } from "@/db/schema";

/**
 * True once the gateway has accepted the payment key that an attempt names: it took money under it, gave out an account
 * for it, or its issuer declined the card. Before that the key is only what somebody brought.
 */
export const isAccepted = ({ captured, status, failureKind, detail }: Accepting) =>
  captured > 0 || known.has(status) || failureKind === "declined" || detail.virtualAccount !== undefined;

export type Accepting = Pick<Payment, "captured" | "status" | "failureKind" | "detail">;

const known: ReadonlySet<Payment["status"]> = new Set(["waiting_for_deposit", "authorized", "paid", "held"]);
