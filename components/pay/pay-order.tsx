"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { leastAmount } from "@/lib/gateways/all-traits";
import type { Money } from "@/lib/money";
import { GatewayState } from "../checkout/gateway-state";
import { MethodNote } from "../checkout/method-note";
import { PayPanel } from "../checkout/pay-panel";
import type { Placed, Prepares } from "../checkout/place-order";
import { concernsCard } from "../checkout/refusal";
import { RefusalNotice } from "../checkout/refusal-notice";
import { SheetSection } from "../checkout/sheet-section";
import { useStripeCard } from "../checkout/stripe/card";
import { stripePage } from "../checkout/stripe/page";
import { useToss } from "../checkout/toss/use-toss";
import { agreementId, paymentId, usePay } from "../checkout/use-pay";
import { drawnFor, type Gateways, useWay, type Way } from "../checkout/use-way";
import { WayChoice } from "../checkout/way-choice";

type Props = {
  order: { number: string; name: string };
  total: Money;
  gateways: Gateways;
  /** What the buyer reads beside the payment methods. */
  aside: ReactNode;
  terms: ReactNode;
};

/** Where an order that another server made is paid: the payment methods and the pay button of the order sheet. */
export function PayOrder({ order, total, gateways, aside, terms }: Props) {
  const t = useTranslations("sheet");
  const { way, offered, choose } = useWay(gateways);
  const drawn = drawnFor(way, gateways);
  const toss = useToss(drawn.toss, total.amount);
  const card = useStripeCard(drawn.stripe, total);
  const part = { toss: toss.part, page: stripePage, card: card.part }[way];
  const { pay, phase, refusal, forgive } = usePay({
    total,
    part,
    refuse: () => false,
    place: (prepare) => prepareOrder(order, total.amount, prepare),
  });
  const atCard = refusal && concernsCard(refusal) && way === "card";
  useEffect(hideProof, []);

  const changeWay = (chosen: Way) => {
    if (phase !== "filling") return;
    choose(chosen);
    forgive();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void pay();
      }}
      aria-label={t("payment")}
      className="grid gap-9 md:grid-cols-[1fr_22rem] md:gap-x-14"
    >
      <div className="md:col-start-2 md:row-start-1">{aside}</div>
      <div className="grid min-w-0 content-start gap-9 md:col-start-1 md:row-span-2 md:row-start-1">
        <SheetSection
          title={t("payment")}
          id={paymentId}
          titled={offered.length > 1 || part.draws !== "methods" || part.state !== "ready"}
        >
          {offered.length > 1 && <WayChoice way={way} offered={offered} onChoose={changeWay} />}
          <GatewayState part={part} />
          {toss.methods}
          <MethodNote method={part.method} total={total.amount} />
          <RefusalNotice refusal={atCard ? refusal : undefined} />
          {card.form}
        </SheetSection>
        <SheetSection title={t("agreement")} titled={false} id={agreementId}>
          {toss.agreement}
          {terms}
        </SheetSection>
      </div>
      <div className="max-md:contents md:sticky md:top-6 md:col-start-2 md:self-start">
        <PayPanel
          total={total}
          least={leastAmount(total.currency, gateways)}
          phase={phase}
          part={part}
          refusal={atCard ? undefined : refusal}
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
