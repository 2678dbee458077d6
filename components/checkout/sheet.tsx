"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { priceOf, type Row } from "@/components/cart/rows";
import { type DeliveryRates, deliveryFee } from "@/lib/delivery-fee";
import { leastAmount } from "@/lib/gateways/all-traits";
import type { Currency } from "@/lib/money";
import { destinationIn } from "../draft/fields";
import { useDraft } from "../draft/use-draft";
import { BuyerFields } from "./buyer-fields";
import { freePart } from "./free";
import { GatewayState } from "./gateway-state";
import { PayPanel } from "./pay-panel";
import { placeOrder } from "./place-order";
import { concernsCard } from "./refusal";
import { RefusalNotice } from "./refusal-notice";
import { SheetSection } from "./sheet-section";
import { useStripeCard } from "./stripe/card";
import { stripePage } from "./stripe/page";
import { Summary } from "./summary";
import { useToss } from "./toss/use-toss";
import { paymentId, usePay } from "./use-pay";
import { drawnFor, type Gateways, useWay, type Way } from "./use-way";
import { WayChoice } from "./way-choice";

type Props = {
  rows: Row[];
  currency: Currency;
  rates: DeliveryRates;
  gateways: Gateways;
  terms: ReactNode;
};

/** Nothing is mounted for a free order. */
const noGateways: Gateways = { toss: undefined, stripe: undefined };

export function Sheet({ rows, currency, rates, gateways: through, terms }: Props) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const { draft, faults, change, leave, refuse } = useDraft(currency);
  const goods = priceOf(rows);
  const to = destinationIn(draft, currency);
  const delivery = deliveryFee(rates, goods, currency, to);
  const total = { amount: goods + delivery, currency };
  const free = total.amount === 0;
  const gateways = free ? noGateways : through;
  const { way, offered, choose } = useWay(gateways);
  const onSheet = drawnFor(way, gateways);
  const toss = useToss(onSheet.toss, total.amount);
  const card = useStripeCard(onSheet.stripe, total);
  const part = free ? freePart : { toss: toss.part, page: stripePage, card: card.part }[way];
  const least = leastAmount(currency, through);
  const { pay, phase, refusal, forgive } = usePay({
    total,
    part,
    refuse,
    place: (prepare) => placeOrder(draft, total, locale, prepare),
  });
  const atCard = refusal && concernsCard(refusal) && way === "card";

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
      aria-label={t("title")}
      className="grid gap-9 md:grid-cols-[1fr_22rem] md:grid-rows-[auto_1fr] md:gap-x-14 md:gap-y-5"
    >
      <div className="md:col-start-2">
        <Summary rows={rows} currency={currency} rates={rates} to={to} />
      </div>
      <div className="grid min-w-0 content-start gap-9 md:col-start-1 md:row-span-2 md:row-start-1">
        <BuyerFields currency={currency} draft={draft} faults={faults} onChange={change} onLeave={leave} />
        {!free && (
          <SheetSection
            title={t("payment")}
            id={paymentId}
            titled={offered.length > 1 || part.draws !== "methods" || part.state !== "ready"}
          >
            {offered.length > 1 && <WayChoice way={way} offered={offered} onChoose={changeWay} />}
            <GatewayState part={part} />
            {toss.methods}
            <RefusalNotice refusal={atCard ? refusal : undefined} />
            {card.form}
          </SheetSection>
        )}
        <SheetSection title={t("agreement")} titled={false}>
          {toss.agreement}
          {terms}
        </SheetSection>
      </div>
      <div className="max-md:contents md:col-start-2">
        <PayPanel
          total={total}
          least={least}
          phase={phase}
          part={part}
          refusal={atCard ? undefined : refusal}
        />
      </div>
    </form>
  );
}
