"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { priceOf, type Row } from "@/components/cart/rows";
import { BuyerFields } from "./buyer-fields";
import type { GatewayPart } from "./gateway-part";
import { GatewayState } from "./gateway-state";
import { PayPanel } from "./pay-panel";
import { SheetSection } from "./sheet-section";
import { Summary } from "./summary";
import type { TossKeys } from "./toss/keys";
import { useTossWidget } from "./toss/widget";
import { WidgetAgreement, WidgetMethods } from "./toss/widget-places";
import { useTossWindow } from "./toss/window";
import { WindowMethods } from "./toss/window-methods";
import { useDraft } from "./use-draft";
import { paymentId, usePay } from "./use-pay";

export type Checkout = TossKeys & { keys: "widget" | "api" };
type Props = { rows: Row[]; checkout: Checkout; terms: ReactNode };

/** Which keys a shop has decides who offers the methods: Toss's widget, or the sheet itself. */
export function Sheet(props: Props) {
  return props.checkout.keys === "widget" ? <WidgetSheet {...props} /> : <WindowSheet {...props} />;
}

function WidgetSheet({ rows, checkout, terms }: Props) {
  const part = useTossWidget(checkout, priceOf(rows));
  return (
    <SheetForm rows={rows} part={part} methods={<WidgetMethods state={part.state} />}>
      <WidgetAgreement state={part.state} />
      {terms}
    </SheetForm>
  );
}

function WindowSheet({ rows, checkout, terms }: Props) {
  const total = priceOf(rows);
  const { part, choice, choose } = useTossWindow(checkout);
  const methods = <WindowMethods choice={choice} total={total} onChoose={choose} />;
  return (
    <SheetForm rows={rows} part={part} methods={methods}>
      {terms}
    </SheetForm>
  );
}

function SheetForm({
  rows,
  part,
  methods,
  children,
}: {
  rows: Row[];
  part: GatewayPart;
  methods: ReactNode;
  /** What is agreed to by paying. */
  children: ReactNode;
}) {
  const t = useTranslations("sheet");
  const total = priceOf(rows);
  const { draft, faults, change, leave, refuse } = useDraft();
  const { pay, phase, refusal } = usePay({ draft, total, part, refuse });
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
      <div className="grid min-w-0 content-start gap-9 md:col-start-1 md:row-span-2 md:row-start-1">
        <BuyerFields draft={draft} faults={faults} onChange={change} onLeave={leave} />
        <SheetSection title={t("payment")} id={paymentId} titled={part.state !== "ready" || !part.draws}>
          <GatewayState part={part} />
          {methods}
        </SheetSection>
        <SheetSection title={t("agreement")} titled={false}>
          {children}
        </SheetSection>
      </div>
      <div className="max-md:contents md:col-start-2">
        <PayPanel total={total} phase={phase} part={part} refusal={refusal} />
      </div>
    </form>
  );
}
