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
import { MethodNote } from "./method-note";
import { PayPanel } from "./pay-panel";
import { placeOrder } from "./place-order";
import { concernsCard } from "./refusal";
import { RefusalNotice } from "./refusal-notice";
import { SheetSection } from "./sheet-section";
import { useStripeCard } from "./stripe/card";
import { stripePage } from "./stripe/page";
import { Summary } from "./summary";
import { useToss } from "./toss/use-toss";
import { agreementId, paymentId, usePay } from "./use-pay";
import { drawnFor, type Gateways, useWay, type Way } from "./use-way";
import { WayChoice } from "./way-choice";

type Props = {
  rows: Row[];
  currency: Currency;
  rates: DeliveryRates;
  search: { scriptUrl?: string | undefined } | undefined;
  gateways: Gateways;
  terms: ReactNode;
};

/** Nothing is mounted for a free order. */
const noGateways: Gateways = { toss: undefined, stripe: undefined };

export function Sheet({ rows, currency, rates, search, gateways: through, terms }: Props) {
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
      className="grid gap-9 md:grid-cols-[1fr_22rem] md:gap-x-14"
    >
      <div className="grid min-w-0 content-start gap-9">
        <BuyerFields
          currency={currency}
          draft={draft}
          faults={faults}
          onChange={change}
          onLeave={leave}
          searchUrl={search?.scriptUrl}
        />
        {!free && (
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
        )}
        <SheetSection title={t("agreement")} titled={false} id={agreementId}>
          {toss.agreement}
          {terms}
        </SheetSection>
      </div>
      {/* On a phone the items come first and the button last; on a computer both stay in sight beside the form. */}
      <div className="max-md:contents md:sticky md:top-6 md:max-h-[calc(100dvh-3rem)] md:self-start md:overflow-y-auto">
        <div className="max-md:order-first md:mb-5">
          <Summary rows={rows} currency={currency} rates={rates} to={to} />
        </div>
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
