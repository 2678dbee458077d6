"use client";

import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { faultsBeside } from "../use-send";
import { OutcomeNotice } from "./outcome-notice";
import { useMoney } from "./use-money";
import { usePaymentAct } from "./use-payment-act";

type Props = {
  payment: string;
  /** What is left of the payment, in minor units of the currency. */
  amount: number;
  currency: string;
};

const types = ["income_deduction", "expense_proof"] as const;

type Typed = { type: (typeof types)[number]; registration_number: string };

/** Staff may type the number with hyphens and spaces. */
const digitsOf = ({ registration_number: text }: Typed) => text.replace(/\D/g, "");

/** Issues a cash receipt for what is left of a payment. */
export function ReceiptForm({ payment, amount, currency }: Props) {
  const t = useTranslations("deskOrder.receipt");
  const money = useMoney(currency);
  const { press, outcome, busy, trouble } = usePaymentAct("/admin/api/payments/receipt");
  const { register, handleSubmit, setError, formState, watch } = useForm<Typed>({
    defaultValues: { type: "income_deduction", registration_number: "" },
  });
  const type = watch("type");

  const issue = async (typed: Typed) => {
    const refused = await press({ payment, ...typed, registration_number: digitsOf(typed) });
    if (refused) faultsBeside(refused, ["registration_number"], setError);
  };

  if (outcome) return <OutcomeNotice of={outcome}>{t(outcome)}</OutcomeNotice>;
  return (
    <form method="post" noValidate className="mt-4 grid gap-4" onSubmit={handleSubmit(issue)}>
      <p className="text-[0.9375rem] leading-relaxed text-soft">{t("lead", { amount: money(amount) })}</p>
      <fieldset>
        <legend className="mb-1.5 font-medium">{t("type")}</legend>
        <div className="grid grid-cols-2 gap-2">
          {types.map((each) => (
            <Choice key={each} look="tile" {...register("type")} value={each}>
              {t(`types.${each}`)}
            </Choice>
          ))}
        </div>
      </fieldset>
      <Field
        {...register("registration_number", {
          validate: (_, typed) => /^\d{10,19}$/.test(digitsOf(typed)),
        })}
        label={t(`numbers.${type}`)}
        inputMode="numeric"
        autoComplete="off"
        maxLength={30}
        fault={formState.errors.registration_number && t("fault")}
      />
      <p className="text-sm leading-relaxed text-soft">{t("erased")}</p>
      <Trouble of={trouble} />
      <SendButton busy={busy}>{t("press", { amount: money(amount) })}</SendButton>
    </form>
  );
}
