"use client";

import { useTranslations } from "next-intl";
import { priceOf, type Row } from "@/components/cart/rows";
import { BuyerFields } from "./buyer-fields";
import { PayPanel } from "./pay-panel";
import { PaymentMethods } from "./payment-methods";
import { Summary } from "./summary";
import { useTossWidget } from "./toss-widget";
import { useDraft } from "./use-draft";
import { usePay } from "./use-pay";

type Props = { rows: Row[]; widget: { clientKey: string; sdkUrl: string } };

export function Sheet({ rows, widget: { clientKey, sdkUrl } }: Props) {
  const t = useTranslations("sheet");
  const total = priceOf(rows);
  const { draft, faults, change, refuse } = useDraft();
  const widget = useTossWidget(clientKey, sdkUrl, total);
  const { pay, phase, refusal } = usePay({ draft, total, widget, refuse });

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
        <Summary rows={rows} />
      </div>
      <div className="grid content-start gap-9 md:col-start-1 md:row-span-2 md:row-start-1">
        <BuyerFields draft={draft} faults={faults} onChange={change} />
        <PaymentMethods widget={widget} />
      </div>
      <div className="max-md:contents md:col-start-2">
        <PayPanel total={total} phase={phase} enabled={widget.state === "ready"} refusal={refusal} />
      </div>
    </form>
  );
}
