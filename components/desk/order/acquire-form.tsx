"use client";

import { useTranslations } from "next-intl";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { OutcomeNotice } from "./outcome-notice";
import { useMoney } from "./use-money";
import { usePaymentAct } from "./use-payment-act";

type Props = {
  payment: string;
  /** What is left of the payment, in minor units of the currency. */
  amount: number;
  currency: string;
};

/** Has one card payment acquired. */
export function AcquireForm({ payment, amount, currency }: Props) {
  const t = useTranslations("deskOrder.acquire");
  const money = useMoney(currency);
  const { press, outcome, busy, trouble } = usePaymentAct("/admin/api/payments/acquire");
  if (outcome) return <OutcomeNotice of={outcome}>{t(outcome)}</OutcomeNotice>;
  return (
    <form
      method="post"
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        press({ payment });
      }}
    >
      <p className="text-[0.9375rem] leading-relaxed text-soft">{t("lead", { amount: money(amount) })}</p>
      <Trouble of={trouble} />
      <SendButton busy={busy}>{t("press", { amount: money(amount) })}</SendButton>
    </form>
  );
}
