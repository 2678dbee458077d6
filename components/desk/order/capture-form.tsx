"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { SendButton } from "@/components/ui/send-button";
import { majorUnits, typedAmount } from "@/lib/money";
import { Trouble } from "../trouble";
import { OutcomeNotice } from "./outcome-notice";
import { useMoney } from "./use-money";
import { usePaymentAct } from "./use-payment-act";

type Props = {
  payment: string;
  /** In minor units of the currency. */
  held: number;
  currency: string;
};

/** Captures in two steps: staff read what will happen before they confirm. */
export function CaptureForm({ payment, held, currency }: Props) {
  const t = useTranslations("deskOrder.capture");
  const money = useMoney(currency);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { amount: "" } });
  const [shown, setShown] = useState<number>();
  const { press, outcome, busy, trouble, forgetTrouble } = usePaymentAct("/admin/api/payments/capture");
  /** An empty field means everything that is held. */
  const amountIn = (text: string) => (text.trim() === "" ? held : typedAmount(text, currency));

  const capture = async (amount: number) => {
    const refused = await press({ payment, amount });
    if (refused) setShown(undefined);
  };

  if (outcome) return <OutcomeNotice of={outcome}>{t(outcome)}</OutcomeNotice>;
  if (shown !== undefined)
    return (
      <form
        method="post"
        className="mt-4 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          capture(shown);
        }}
      >
        <p className="text-lg leading-relaxed font-semibold">{t("will", { amount: money(shown) })}</p>
        <p className="text-[0.9375rem] leading-relaxed text-soft">
          {shown < held ? t("releases", { released: money(held - shown) }) : t("all")}
        </p>
        <Trouble of={trouble} />
        <div className="flex flex-wrap gap-3">
          <SendButton busy={busy}>{t("press", { amount: money(shown) })}</SendButton>
          <button
            type="button"
            className="action action-quiet"
            onClick={() => setShown(undefined)}
            disabled={busy}
          >
            {t("back")}
          </button>
        </div>
      </form>
    );
  return (
    <form
      method="post"
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={handleSubmit(({ amount }) => {
        forgetTrouble();
        setShown(amountIn(amount));
      })}
    >
      <p className="text-sm leading-relaxed text-soft">{t("lead")}</p>
      <Field
        {...register("amount", {
          validate: (text) => {
            const amount = amountIn(text);
            return amount !== undefined && amount > 0 && amount <= held;
          },
        })}
        label={t("amount", { held: money(held) })}
        inputMode="decimal"
        autoComplete="off"
        placeholder={majorUnits({ amount: held, currency })}
        fault={formState.errors.amount && t("fault", { held: money(held) })}
      />
      <SendButton busy={false}>{t("preview")}</SendButton>
    </form>
  );
}
