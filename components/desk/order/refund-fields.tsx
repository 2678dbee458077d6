"use client";

import { useTranslations } from "next-intl";
import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Refundable } from "@/lib/desk/read/refundable";
import { majorUnits, typedAmount } from "@/lib/money";
import { taxFreeRange, taxFreeShare } from "@/lib/tax";
import { AccountFields, type AccountTyped, accountIn, noAccount } from "./account-fields";
import { useMoney } from "./use-money";
import type { Wish } from "./use-refund";

const reasons = ["changed_mind", "defective", "wrong_item", "late", "out_of_stock", "other"] as const;

export type RefundTyped = AccountTyped & {
  amount: string;
  taxFree: string;
  reason: (typeof reasons)[number];
  words: string;
};

export const nothingTyped: RefundTyped = {
  amount: "",
  taxFree: "",
  reason: "changed_mind",
  words: "",
  ...noAccount,
};

/** The maximum length of the words beside a reason, in characters. */
const longestWords = 100;

type Props = { form: UseFormReturn<RefundTyped>; of: Refundable };

/** How much is refunded, why, and for a deposit to which account. */
export function RefundFields({ form, of }: Props) {
  const { register, watch, formState } = form;
  const t = useTranslations("deskOrder.refund");
  const money = useMoney(of.currency);
  const left = money(of.left);
  const { errors } = formState;
  return (
    <>
      {of.wholeOnly ? (
        <p className="font-semibold">{t("whole", { left })}</p>
      ) : (
        <Field
          {...register("amount", {
            validate: (text) => {
              const amount = amountIn(text, of);
              return amount !== undefined && amount > 0 && amount <= of.left && isLargeEnough(amount, of);
            },
          })}
          label={t("amount", { left })}
          inputMode="decimal"
          autoComplete="off"
          placeholder={majorUnits({ amount: of.left, currency: of.currency })}
          fault={
            errors.amount &&
            (of.leastPart > 0
              ? t("faults.leastPart", { least: money(Math.min(of.leastPart, of.left)), left })
              : t("faults.amount", { left }))
          }
        />
      )}
      {isMixed(of) && <TaxFreeField form={form} of={of} />}
      <Select {...register("reason")} label={t("reason")}>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(`reasons.${reason}`)}
          </option>
        ))}
      </Select>
      <Field
        {...register("words", {
          maxLength: longestWords,
          validate: (words, { reason }) => reason !== "other" || words.trim() !== "",
        })}
        label={t("words")}
        autoComplete="off"
        fault={
          errors.words &&
          (errors.words.type === "maxLength"
            ? t("faults.wordsTooLong", { max: longestWords })
            : t("faults.words"))
        }
      />
      {takesAccount(of) && <AccountFields register={register} to={watch("to")} errors={errors} />}
    </>
  );
}

/** How much of the refund is for tax-free goods; if nothing is typed, their share. */
function TaxFreeField({ form: { register, watch, formState }, of }: Props) {
  const t = useTranslations("deskOrder.refund");
  const money = useMoney(of.currency);
  const left = { amount: of.left, taxFree: of.taxFreeLeft };
  const amount = amountIn(watch("amount"), of) ?? of.left;
  const { least, most } = taxFreeRange(Math.min(amount, of.left), left);
  return (
    <Field
      {...register("taxFree", {
        validate: (text, { amount }) => {
          const part = taxFreeIn(text, of);
          const range = taxFreeRange(amountIn(amount, of) ?? of.left, left);
          return text.trim() === "" || (part !== undefined && part >= range.least && part <= range.most);
        },
      })}
      label={t("taxFree", { left: money(of.taxFreeLeft) })}
      inputMode="decimal"
      autoComplete="off"
      placeholder={majorUnits({
        amount: taxFreeShare(Math.min(amount, of.left), left),
        currency: of.currency,
      })}
      fault={formState.errors.taxFree && t("faults.taxFree", { least: money(least), most: money(most) })}
    />
  );
}

/** Whether some of what is left is for tax-free goods, and some is not; parts can be chosen only then. */
const isMixed = ({ taxFreeLeft, left, wholeOnly }: Refundable) =>
  wholeOnly === null && taxFreeLeft > 0 && taxFreeLeft < left;

const taxFreeIn = (text: string, { currency }: Refundable) => typedAmount(text, currency);

/** What was typed, as it is sent. `reason` is the chosen one in words. */
export function wishOf(typed: RefundTyped, of: Refundable, reason: string): Wish {
  const words = typed.words.trim();
  return {
    payment: of.paymentId,
    amount: amountIn(typed.amount, of),
    ...(isMixed(of) && typed.taxFree.trim() !== "" && { tax_free_amount: taxFreeIn(typed.taxFree, of) }),
    expected_left: of.left,
    reason: typed.reason === "other" ? words : words ? `${reason}: ${words}` : reason,
    ...(takesAccount(of) && { refund_account: accountIn(typed) }),
  };
}

/** An empty field means everything that is left. */
const amountIn = (text: string, { left, currency }: Refundable) =>
  text.trim() === "" ? left : typedAmount(text, currency);

/** A part must not be smaller than an instant discount. */
const isLargeEnough = (amount: number, { left, leastPart }: Refundable) =>
  amount === left || amount >= leastPart;

const takesAccount = ({ rules }: Refundable) => rules === "toss_VIRTUAL_ACCOUNT";
