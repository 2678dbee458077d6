import type { Payment } from "@/db/schema";
import { cameUnasked, left, type TruePayment } from "./gateway/payment";
import type { Truth } from "./gateway/truth";

/** Codes that tell a shopper that this attempt took no money and will take none. */
const forGood: ReadonlySet<string> = new Set(["payment_declined", "payment_expired", "REJECT_CARD_PAYMENT"]);

type Kept = { payment: TruePayment; amount: number };

/** What people were told, compared with what was so. */
export class Told {
  /** By payment key: what a shopper was told for good about a payment that took no money. */
  readonly #refused = new Map<string, string>();

  constructor(
    private readonly truth: Truth,
    private readonly faults: string[],
  ) {}

  /** Somebody is told that the order is paid: the gateway must have taken money for it. */
  paid(orderNumber: string) {
    const took = this.truth.ofOrderNumber(orderNumber).some(everTook);
    if (!took) this.faults.push(`somebody was told that ${orderNumber} is paid, and no money was taken`);
  }

  /** A shopper who brought `paymentKey` is told that the gateway refused, or that the window closed. */
  refused(paymentKey: string, code: string) {
    if (forGood.has(code)) this.#refused.set(paymentKey, code);
  }

  /** What the gateway keeps of an order's money now, to be compared with what somebody is told about it. */
  kept(orderNumber: string): Kept[] {
    return this.truth
      .ofOrderNumber(orderNumber)
      .map((payment) => ({ payment, amount: left(payment) }))
      .filter(({ amount }) => amount > 0);
  }

  /**
   * Somebody is told that the order may be paid, or that nothing is owed. `kept` is what was so when they
   * asked, since an answer may be a moment old. Of money for which nobody waited the shop learns by a
   * webhook, so that does not count before it is in `known`; what is on its way back is not kept.
   */
  unpaid(orderNumber: string, kept: Kept[], known: Payment[]) {
    const attempt = ({ orderId }: TruePayment) => known.find((it) => it.gatewayOrderId === orderId);
    const knows = (payment: TruePayment) => (attempt(payment)?.captured ?? 0) > 0;
    const returns = (payment: TruePayment) => (attempt(payment)?.refundPending ?? 0) > 0;
    const lies = kept.filter(({ payment }) => (knows(payment) || !cameUnasked(payment)) && !returns(payment));
    for (const { payment, amount } of lies)
      this.faults.push(
        `somebody was told that nothing of ${orderNumber} is paid, and ${amount} of ${payment.paymentKey} are kept`,
      );
  }

  /** Staff are told that a refund is done: the gateway must have given the money back, once. */
  refunded(refundId: string) {
    const cancels = [...this.truth.payments.values()].flatMap((payment) => payment.cancels);
    if (cancels.filter((cancel) => cancel.reason.endsWith(`(${refundId})`)).length !== 1)
      this.faults.push(`staff were told that ${refundId} is done, and the gateway did not do it once`);
  }

  /** In the end: no payment that was refused for good took money, while anybody waited for it. */
  inTheEnd(): string[] {
    return [...this.truth.payments.values()].flatMap((payment) => {
      const { paymentKey, status } = payment;
      const code = this.#refused.get(paymentKey);
      if (!code || status !== "done" || cameUnasked(payment)) return [];
      return [`a shopper was told ${code} about ${paymentKey}, and it took their money`];
    });
  }
}

/** A deposit may have been taken back since. */
const everTook = ({ status, account }: TruePayment) => status === "done" || (account?.deposits ?? 0) > 0;
