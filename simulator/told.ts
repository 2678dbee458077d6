import type { Payment } from "@/db/schema";
import { left, type TrueMoney } from "./gateway/money";

/** Codes that tell a shopper that this attempt took no money and never will. */
const forGood: ReadonlySet<string> = new Set([
  "payment_declined",
  "payment_expired",
  "payment_failed",
  "REJECT_CARD_PAYMENT",
]);

type Kept = { payment: TrueMoney; amount: number };

/** What people were told, compared with the true state. */
export class Told {
  /** By key: the final refusal that a shopper was told for a payment that took no money. */
  readonly #refused = new Map<string, string>();
  /** The keys of payments that a shopper was told can no longer be paid. */
  readonly #shut = new Set<string>();
  /** By order number: what was known to have been taken when someone was told that the order is canceled. */
  readonly #canceled = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly moneyOf: (orderNumber: string) => TrueMoney[],
    private readonly faults: string[],
  ) {}

  /** Someone is told that the order is paid: the gateway must have taken money for it. */
  paid(orderNumber: string) {
    const took = this.moneyOf(orderNumber).some(({ everTaken }) => everTaken > 0);
    if (!took) this.faults.push(`somebody was told that ${orderNumber} is paid, and nothing was charged`);
  }

  /** A shopper who brought `paymentKey` is told that the gateway refused, or that the window closed. */
  refused(paymentKey: string, code: string) {
    if (forGood.has(code)) this.#refused.set(paymentKey, code);
  }

  /** A shopper was told that a Stripe surface, of whatever kind, takes no more money. */
  shut(key: string, code: string) {
    if (code === "payment_expired") this.#shut.add(key);
  }

  /** A shopper is told that their order has ended: from then on no request of ours may charge them for it. */
  canceled(orderNumber: string) {
    if (this.#canceled.has(orderNumber)) return;
    const taken = this.moneyOf(orderNumber).filter(({ everTaken }) => everTaken > 0);
    this.#canceled.set(orderNumber, new Set(taken.map(({ key }) => key)));
  }

  /** Money that a request of ours took after its order had been canceled. */
  #chargedAnyway(): string[] {
    return [...this.#canceled].flatMap(([orderNumber, before]) =>
      this.moneyOf(orderNumber)
        .filter(({ everTaken, cameUnasked, key }) => everTaken > 0 && !cameUnasked && !before.has(key))
        .map(({ key }) => `a shopper was told that ${orderNumber} is canceled, and then ${key} was charged`),
    );
  }

  /** What the gateway now keeps of an order's money, to be compared with what someone is told about it. */
  kept(orderNumber: string): Kept[] {
    return this.moneyOf(orderNumber)
      .map((payment) => ({ payment, amount: left(payment) }))
      .filter(({ amount }) => amount > 0);
  }

  /**
   * Someone is told that the order may be paid, or that nothing is owed. `known` and `kept` are what the shop knew and
   * what was true when they asked, since an answer may be a moment old. The shop learns of money it did not wait for by
   * a webhook or a look, so that money does not count before it is known. What is on its way back is not kept.
   */
  unpaid(orderNumber: string, kept: Kept[], known: Payment[]) {
    const attempt = ({ orderId }: TrueMoney) => known.find((it) => it.gatewayOrderId === orderId);
    const knows = (payment: TrueMoney) => (attempt(payment)?.captured ?? 0) > 0;
    const returns = (payment: TrueMoney) => (attempt(payment)?.refundPending ?? 0) > 0;
    const lies = kept.filter(({ payment }) => (knows(payment) || !payment.cameUnasked) && !returns(payment));
    for (const { payment, amount } of lies)
      this.faults.push(
        `somebody was told that nothing was charged for ${orderNumber}, and ${amount} of ${payment.key} were`,
      );
  }

  /** At the end: no payment that was refused for good took money that the shop was waiting for. */
  inTheEnd(all: TrueMoney[]): string[] {
    const lies = all
      .filter(({ everTaken }) => everTaken > 0)
      .flatMap(({ key, cameUnasked }) => {
        const code = cameUnasked ? undefined : this.#refused.get(key);
        if (code) return [`a shopper was told ${code} about ${key}, and it was charged`];
        return this.#shut.has(key) ? [`a shopper was told that ${key} is closed, and it was charged`] : [];
      });
    return [...lies, ...this.#chargedAnyway()];
  }
}
