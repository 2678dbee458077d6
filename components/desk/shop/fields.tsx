"use client";

import { useTranslations } from "next-intl";
import type { HTMLInputTypeAttribute } from "react";
import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { controlLook, Labeled } from "@/components/ui/labeled";
import { typedAmount } from "@/lib/money";
import { amounts, type Typed } from "./typed";

const inBoth = [
  "shop_name",
  "company_name",
  "representative",
  "mail_order_number",
  "address",
  "hosting",
  "hours",
  "privacy_officer",
  "carrier",
] as const;
const languages = ["ko", "en"] as const;

/** Two columns on a computer: Korean and English side by side. */
const columns = "mt-4 grid gap-4 sm:grid-cols-2";

export function SellerFields() {
  return (
    <div className={columns}>
      {inBoth.map((name) => (
        <InBoth key={name} name={name} />
      ))}
      <Single name="registration_number" pattern={/^\d{3}-\d{2}-\d{5}$/} />
      <Single name="phone" type="tel" pattern={/^\+?\d[\d -]{6,18}\d$/} />
      <Single name="email" type="email" pattern={/^\S+@\S+\.\S+$/} />
      <Single name="dispatch_days" pattern={/^[1-9]\d?$/} />
      <Amount name="return_fee" />
    </div>
  );
}

function InBoth({ name }: { name: (typeof inBoth)[number] }) {
  const t = useTranslations("deskShop");
  const { register, formState } = useFormContext<Typed>();
  return languages.map((language) => {
    const field = `${name}_${language}` as const;
    return (
      <Field
        key={field}
        {...register(field, { required: true })}
        label={t(`in.${language}`, { label: t(`fields.${name}`) })}
        lang={language}
        autoComplete="off"
        fault={formState.errors[field] && t("faults.text")}
      />
    );
  });
}

type SingleName = "registration_number" | "phone" | "email" | "dispatch_days" | "effective_from";

function Single({
  name,
  pattern,
  type,
}: {
  name: SingleName;
  pattern: RegExp;
  type?: HTMLInputTypeAttribute;
}) {
  const t = useTranslations("deskShop");
  const { register, formState } = useFormContext<Typed>();
  return (
    <Field
      {...register(name, { required: true, pattern })}
      label={t(`fields.${name}`)}
      type={type}
      autoComplete="off"
      fault={formState.errors[name] && t(`faults.${name}`)}
    />
  );
}

function Amount({ name }: { name: keyof typeof amounts }) {
  const t = useTranslations("deskShop");
  const { register, formState } = useFormContext<Typed>();
  return (
    <Field
      {...register(name, { validate: (text) => typedAmount(text, amounts[name]) !== undefined })}
      label={t(`fields.${name}`)}
      inputMode="decimal"
      autoComplete="off"
      fault={formState.errors[name] && t("faults.amount")}
    />
  );
}

export const AmountFields = () => (
  <div className="mt-4 grid gap-4 sm:grid-cols-3">
    {(Object.keys(amounts) as (keyof typeof amounts)[])
      .filter((name) => name !== "return_fee")
      .map((name) => (
        <Amount key={name} name={name} />
      ))}
  </div>
);

export function LegalFields({ samples }: { samples: Record<string, string> }) {
  const t = useTranslations("deskShop");
  return (
    <>
      <div className="mt-4 max-w-56">
        <Single name="effective_from" type="date" pattern={/^\d{4}-\d\d-\d\d$/} />
      </div>
      <div className={columns}>
        {(["terms", "privacy", "refunds"] as const).flatMap((page) =>
          languages.map((language) => (
            <LegalField
              key={`${page}_${language}`}
              name={`${page}_${language}`}
              label={t(`in.${language}`, { label: t(`fields.${page}`) })}
              language={language}
              sample={samples[`${page}_${language}`] ?? ""}
            />
          )),
        )}
      </div>
    </>
  );
}

type LegalProps = {
  name: `${"terms" | "privacy" | "refunds"}_${"ko" | "en"}`;
  label: string;
  language: "ko" | "en";
  sample: string;
};

function LegalField({ name, label, language, sample }: LegalProps) {
  const t = useTranslations("deskShop");
  const { register, setValue, watch, formState } = useFormContext<Typed>();
  return (
    <div>
      <Labeled name={name} label={label} fault={formState.errors[name] && t("faults.legal")}>
        {(control) => (
          <textarea
            {...register(name, { maxLength: 20_000 })}
            {...control}
            lang={language}
            rows={4}
            placeholder={t("legal.sample")}
            className={`${controlLook} field-sizing-content h-auto max-h-120 min-h-32 w-full px-4 py-3 leading-relaxed`}
          />
        )}
      </Labeled>
      {watch(name) === "" && (
        <button
          type="button"
          className="min-h-11 text-sm font-medium underline underline-offset-4"
          onClick={() => setValue(name, sample, { shouldDirty: true })}
        >
          {t("legal.begin")} <span className="sr-only">{label}</span>
        </button>
      )}
    </div>
  );
}
