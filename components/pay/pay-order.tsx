"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { leastAmount } from "@/lib/gateways/all-traits";
import type { Money } from "@/lib/money";
import { PayPanel } from "../checkout/pay-panel";
import { PaymentSections } from "../checkout/payment-sections";
import type { Placed, Prepares } from "../checkout/place-order";
import { usePayment } from "../checkout/use-payment";
import type { Gateways } from "../checkout/use-way";

type Props = {
  order: { number: string; name: string };
  total: Money;
  gateways: Gateways;
  /** What the buyer reads beside the payment methods. */
  aside: ReactNode;
  /** The installments without interest, if the shop has any. */
  interestFree: ReactNode;
  terms: ReactNode;
};

/** Where an order that another server made is paid: the payment methods and the pay button of the order sheet. */
export function PayOrder({ order, total, gateways, aside, interestFree, terms }: Props) {
  const t = useTranslations("sheet");
  const payment = usePayment(total, gateways, {
    refuse: () => false,
    place: (prepare) => prepareOrder(order, total.amount, prepare),
  });
  useEffect(hideProof, []);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void payment.pay();
      }}
      aria-label={t("payment")}
      className="grid gap-9 md:grid-cols-[1fr_22rem] md:grid-rows-[auto_1fr] md:gap-x-14"
    >
      <div className="md:col-start-2 md:row-start-1">{aside}</div>
      <div className="grid min-w-0 content-start gap-9 md:col-start-1 md:row-span-2 md:row-start-1">
        <PaymentSections payment={payment} amount={total.amount} interestFree={interestFree} terms={terms} />
      </div>
      <div className="max-md:contents md:sticky md:top-6 md:col-start-2 md:self-start">
        <PayPanel
          total={total}
          least={leastAmount(total.currency, gateways)}
          phase={payment.phase}
          part={payment.part}
          refusal={payment.refusals.atButton}
        />
      </div>
    </form>
  );
}

/** A link that was opened twice leaves its proof in the address: it is of no use there any more. */
function hideProof() {
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
}

/** The order is there already: only its payment is prepared. Its own page shows whatever else has become of it. */
async function prepareOrder(
  { number, name }: Props["order"],
  amount: number,
  prepare: Prepares,
): Promise<Placed> {
  const ready = await prepare({
    order_number: number,
    order_name: name,
    amount,
    back: `/pay/${number}`,
  });
  if (ready.ok) return { is: "ready", open: ready.open };
  const { code } = ready.trouble;
  if (isOver.has(code)) return { is: "elsewhere", orderNumber: number };
  return { is: "refused", code, trouble: ready.trouble, orderNumber: number };
}

const isOver: ReadonlySet<string> = new Set([
  "order_already_paid",
  "order_canceled",
  "order_expired",
  "order_in_review",
  "order_not_found",
  "payment_in_review",
]);
