import { useTranslations } from "next-intl";
import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { BankOptions } from "@/components/order/bank-options";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export type AccountTyped = {
  to: "ask_shopper" | "account";
  bank: string;
  account_number: string;
  holder_name: string;
};

export const noAccount: AccountTyped = { to: "ask_shopper", bank: "", account_number: "", holder_name: "" };

/** The account a deposit is refunded to, in the operation's format. */
export const accountIn = ({ to, bank, account_number, holder_name }: AccountTyped) =>
  to === "ask_shopper" ? to : { bank, account_number, holder_name };

type Props = {
  register: UseFormRegister<AccountTyped>;
  to: AccountTyped["to"];
  errors: FieldErrors<AccountTyped>;
};

/** A deposit cannot be refunded to a card: the shopper is asked for an account, or staff name it here. */
export function AccountFields({ register, to: chosen, errors }: Props) {
  const t = useTranslations("deskOrder.refund");
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-sm font-medium text-soft">{t("to")}</legend>
        {(["ask_shopper", "account"] as const).map((to) => (
          <Choice key={to} look="line" {...register("to")} value={to}>
            {t(`account.${to}`)}
          </Choice>
        ))}
      </fieldset>
      {chosen === "account" && (
        <>
          <Select
            {...register("bank", { required: true })}
            label={t("bank")}
            fault={errors.bank && t("faults.bank")}
          >
            <BankOptions choose={t("chooseBank")} />
          </Select>
          <Field
            {...register("account_number", { required: true, pattern: /^[\d\s-]{6,30}$/ })}
            label={t("number")}
            inputMode="numeric"
            autoComplete="off"
            fault={errors.account_number && t("faults.number")}
          />
          <Field
            {...register("holder_name", { required: true, maxLength: 60 })}
            label={t("holder")}
            autoComplete="off"
            fault={errors.holder_name && t("faults.holder")}
          />
        </>
      )}
    </>
  );
}
