import type { Need, Payment, Refund } from "@/db/schema";

/** A rule, and the sentence that is so when it is broken. */
export type Rule = [holds: boolean, otherwise: string];

export const broken = (rules: Rule[]) => rules.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);

/** The states in which an attempt is being asked. */
export const asked: ReadonlySet<Payment["status"]> = new Set(["confirming", "authorized"]);

/** A payment about which something waits for a person. */
export const isNeeded = (needs: Pick<Need, "paymentId">[], { id }: Pick<Payment, "id">) =>
  needs.some(({ paymentId }) => paymentId === id);

/** A refund whose money is set aside. */
export const isPending = ({ state }: Refund) => state !== "done" && state !== "failed";

/** A refund that goes on only when somebody says so: a second person, or the owner of a deposit. */
export const waitsForSomebody = ({ state }: Pick<Refund, "state">) =>
  state === "waiting_for_approval" || state === "waiting_for_account";

export const sum = (rows: { amount: number }[]) => rows.reduce((total, row) => total + row.amount, 0);
export const ids = (rows: { id: string }[]) => rows.map((row) => row.id).join(", ") || "nothing";
