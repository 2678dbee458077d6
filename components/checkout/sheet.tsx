"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { priceOf, type Row } from "@/components/cart/rows";
import { type DeliveryRates, deliveryFee } from "@/lib/delivery-fee";
import { leastAmount } from "@/lib/gateways/all-traits";
import type { Currency } from "@/lib/money";
import { destinationIn } from "../draft/fields";
import { sheetId } from "../draft/typed";
import { useDraft } from "../draft/use-draft";
import { BuyerFields, type Country } from "./buyer-fields";
import { PayPanel } from "./pay-panel";
import { PaymentSections } from "./payment-sections";
import { placeOrder } from "./place-order";
import { Summary } from "./summary";
import { usePayment } from "./use-payment";
import type { Gateways } from "./use-way";

type Props = {
  rows: Row[];
  currency: Currency;
  rates: DeliveryRates;
  countries: Country[];
  search: { scriptUrl?: string | undefined } | undefined;
  gateways: Gateways;
  interestFree: ReactNode;
  terms: ReactNode;
};

export function Sheet({ rows, currency, rates, countries, search, gateways, interestFree, terms }: Props) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const { draft, faults, change, leave, refuse } = useDraft(currency);
  const goods = priceOf(rows);
  const to = destinationIn(draft, currency);
  const delivery = deliveryFee(rates, goods, currency, to);
  const total = { amount: goods + delivery, currency };
  const payment = usePayment(total, gateways, {
    refuse,
    place: (prepare) => placeOrder(draft, total, locale, prepare),
  });

  return (
    <form
      id={sheetId}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void payment.pay();
      }}
      aria-label={t("title")}
      className="grid gap-9 md:grid-cols-[1fr_22rem] md:gap-x-14 noscript:hidden"
    >
      <div className="grid min-w-0 content-start gap-9">
        <BuyerFields
          currency={currency}
          draft={draft}
          faults={faults}
          onChange={change}
          onLeave={leave}
          countries={countries}
          searchUrl={search?.scriptUrl}
        />
        <PaymentSections payment={payment} amount={total.amount} interestFree={interestFree} terms={terms} />
      </div>
      {/* On a phone the items come first and the button last; on a computer both stay in sight beside the form. */}
      <div className="max-md:contents md:sticky md:top-6 md:max-h-[calc(100dvh-3rem)] md:self-start md:overflow-y-auto">
        <div className="max-md:order-first md:mb-5">
          <Summary rows={rows} currency={currency} rates={rates} to={to} />
        </div>
        <PayPanel
          total={total}
          least={leastAmount(currency, gateways)}
          phase={payment.phase}
          part={payment.part}
          refusal={payment.refusals.atButton}
        />
      </div>
    </form>
  );
}
