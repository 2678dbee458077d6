import type { Dossier } from "@/lib/desk/read/dossier";

type Payment = Pick<
  Dossier["payments"][number],
  "id" | "status" | "amount" | "captured" | "refunded" | "refundPending" | "currency" | "fee" | "feeCurrency"
>;
type Dispute = Pick<Dossier["disputes"][number], "paymentId" | "state" | "amount" | "currency">;
type Transfer = Pick<Dossier["transfers"][number], "paymentId" | "cause" | "debit" | "amount" | "currency">;

/** The figures of a payment, in minor units of its currency; their words are in `deskOrder.money`. */
export type Cell = {
  name: "held" | "released" | "paid" | "refunded" | "pending" | "disputed" | "lost" | "left";
  amount: number;
  /** good: the shop may keep it. bad: a bank has it. */
  look: "plain" | "good" | "bad";
};

/** What a gateway keeps of a payment and has paid out for it, in its payout currency; words in `deskOrder.money`. */
export type Settled = { name: "fee" | "feeVat" | "disputeFee" | "paidOut"; amount: number; currency: string };

/**
 * What a payment captured, what was refunded, what is being refunded, what banks hold, and what is left. The rest may
 * be negative: a bank may take money that was also refunded. Pure.
 */
export function moneyOf(
  payment: Payment,
  disputes: Dispute[],
  transfers: Transfer[],
): { cells: Cell[]; settled: Settled[] } {
  const { id, status, amount, captured, refunded, refundPending, currency } = payment;
  if (status === "authorized") return { cells: [{ name: "held", amount, look: "plain" }], settled: [] };
  const taken = (state: Dispute["state"]) =>
    disputes
      .filter((one) => one.paymentId === id && one.state === state && one.currency === currency)
      .reduce((all, { amount }) => all + amount, 0);
  const [disputed, lost] = [taken("open"), taken("lost")];
  const left = captured - refunded - refundPending - disputed - lost;
  const atBank = (name: "disputed" | "lost", amount: number): Cell[] =>
    amount > 0 ? [{ name, amount, look: "bad" }] : [];
  return {
    cells: [
      { name: "paid", amount: captured, look: "plain" },
      // The shop captured only a part of what was on hold.
      ...(status === "paid" && captured < amount
        ? [{ name: "released" as const, amount: amount - captured, look: "plain" as const }]
        : []),
      { name: "refunded", amount: refunded, look: "plain" },
      { name: "pending", amount: refundPending, look: "plain" },
      ...atBank("disputed", disputed),
      ...atBank("lost", lost),
      { name: "left", amount: left, look: left < 0 ? "bad" : left > 0 && disputed === 0 ? "good" : "plain" },
    ],
    settled: [
      ...(payment.fee !== null && payment.feeCurrency !== null
        ? [{ name: "fee" as const, amount: payment.fee, currency: payment.feeCurrency }]
        : sumsOf("fee", "settlement_fee", "fees", id, transfers)),
      ...sumsOf("feeVat", "settlement_vat", "vat", id, transfers),
      ...sumsOf("disputeFee", "dispute_fee", "fees", id, transfers),
      ...sumsOf("paidOut", "payout", "bank", id, transfers),
    ],
  };
}

/** What went to an account, less what came back; a gateway may pay out in several currencies. */
function sumsOf(
  name: Settled["name"],
  of: Transfer["cause"],
  account: Transfer["debit"],
  paymentId: string,
  transfers: Transfer[],
): Settled[] {
  const sums = new Map<string, number>();
  for (const { paymentId: whose, cause, debit, amount, currency } of transfers)
    if (whose === paymentId && cause === of)
      sums.set(currency, (sums.get(currency) ?? 0) + (debit === account ? amount : -amount));
  return [...sums]
    .filter(([, amount]) => amount !== 0)
    .map(([currency, amount]) => ({ name, amount, currency }));
}
