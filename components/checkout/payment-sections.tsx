import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { GatewayState } from "./gateway-state";
import { MethodNote } from "./method-note";
import { RefusalNotice } from "./refusal-notice";
import { SheetSection } from "./sheet-section";
import { agreementId, paymentId } from "./use-pay";
import type { Payment } from "./use-payment";
import { WayChoice } from "./way-choice";

type Props = {
  payment: Payment;
  amount: number;
  /** The installments without interest, if the shop has any. */
  interestFree: ReactNode;
  terms: ReactNode;
};

/** The payment methods, unless nothing is to be paid, and what the shopper agrees to. */
export function PaymentSections({ payment, amount, interestFree, terms }: Props) {
  const t = useTranslations("sheet");
  const { way, offered, part, drawn, changeWay, refusals } = payment;
  return (
    <>
      {!payment.isFree && (
        <SheetSection
          title={t("payment")}
          id={paymentId}
          titled={offered.length > 1 || part.draws !== "methods" || part.state !== "ready"}
        >
          {offered.length > 1 && <WayChoice way={way} offered={offered} onChoose={changeWay} />}
          <GatewayState part={part} />
          {drawn.methods}
          <MethodNote method={part.method} total={amount} interestFree={interestFree} />
          <RefusalNotice refusal={refusals.atCard} />
          {drawn.form}
        </SheetSection>
      )}
      <SheetSection title={t("agreement")} titled={false} id={agreementId}>
        {drawn.agreement}
        {terms}
      </SheetSection>
    </>
  );
}
