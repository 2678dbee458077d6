import type { Call, Need, Payment, Refund } from "@/db/schema";

/** A rule, and the message if it is broken. */
export type Rule = [holds: boolean, otherwise: string];

export const broken = (rules: Rule[]) => rules.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);

/** The states in which the gateway is being asked about an attempt. */
export const asked: ReadonlySet<Payment["status"]> = new Set(["confirming", "authorized"]);

/** Whether anything about a payment waits for an operator. */
export const isNeeded = (needs: Pick<Need, "paymentId">[], { id }: Pick<Payment, "id">) =>
  needs.some(({ paymentId }) => paymentId === id);

/** Whether a refund's money is reserved. */
export const isPending = ({ state }: Refund) => state !== "done" && state !== "failed";

/** Whether a refund waits for somebody: for a second approver, or for the owner of a deposit. */
export const waitsForSomebody = ({ state }: Pick<Refund, "state">) =>
  state === "waiting_for_approval" || state === "waiting_for_account";

export const sum = (rows: { amount: number }[]) => rows.reduce((total, row) => total + row.amount, 0);
export const ids = (rows: { id: string }[]) => rows.map((row) => row.id).join(", ") || "nothing";

/** A call that reconcile or an operator still has to work on. */
export const isUnderWay = ({ state }: Call) => state === "pending" || state === "stuck";
