"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ChangeEvent, type ComponentProps, useMemo } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { partsIn } from "@/lib/contact/address";
import { countries, countryName } from "@/lib/contact/countries";
import { digitsOf } from "@/lib/contact/phone";
import type { Currency } from "@/lib/money";
import type { Draft, FieldName } from "../draft/draft";
import { fieldsOf, longest } from "../draft/fields";
import type { Faults } from "../draft/validate";
import { caretAfter, formatPhone } from "../phone";
import { SheetSection } from "./sheet-section";

type Props = {
  currency: Currency;
  draft: Draft;
  faults: Faults;
  onChange: (name: FieldName, value: string) => void;
  onLeave: (name: FieldName) => void;
};

export function BuyerFields({ currency, draft, faults, onChange, onLeave }: Props) {
  const t = useTranslations("sheet");
  const parts = partsIn(currency === "KRW" ? "KR" : draft.country);
  const common = (name: FieldName) => {
    const fault = faults[name];
    const optional = (name === "city" || name === "region" || name === "postcode") && parts[name] === "asked";
    return {
      name,
      label: optional ? t("optional", { name: t(name) }) : t(name),
      value: draft[name],
      fault: fault && t(`faults.${fault}`, { max: longest[name] }),
      onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
        onChange(name, target.value),
      onBlur: () => onLeave(name),
    };
  };
  // No field has a `maxLength`: a browser silently truncates pasted text to it.
  const looks: Record<FieldName, Partial<Omit<ComponentProps<typeof Field>, "name" | "label">>> = {
    name: { autoComplete: "name", required: true },
    phone: {
      type: "tel",
      inputMode: "tel",
      autoComplete: "tel",
      required: true,
      ...(currency === "KRW" && {
        onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onChange("phone", formatInPlace(target)),
      }),
    },
    email: { type: "email", inputMode: "email", autoComplete: "email", required: true },
    country: {},
    postcode: {
      inputMode: currency === "KRW" ? "numeric" : "text",
      autoComplete: "postal-code",
      narrow: true,
      required: parts.postcode === "needed",
    },
    line1: { autoComplete: "address-line1", required: true },
    line2: { autoComplete: "address-line2" },
    city: { autoComplete: "address-level2", required: parts.city === "needed" },
    region: { autoComplete: "address-level1", required: parts.region === "needed" },
    note: { autoComplete: "off" },
  };
  const field = (name: FieldName) =>
    name === "country" ? (
      <CountryField key={name} {...common(name)} />
    ) : (
      <Field key={name} {...common(name)} {...looks[name]} />
    );
  const [name, phone, email, ...address] = fieldsOf(currency, draft);
  return (
    <>
      <SheetSection title={t("buyer")}>
        <div className="grid gap-4 sm:grid-cols-2">
          {name && field(name)}
          {phone && field(phone)}
        </div>
        {email && field(email)}
      </SheetSection>
      <SheetSection title={t("delivery")}>{address.map(field)}</SheetSection>
    </>
  );
}

/** The destination country, by names in the reader's language, sorted. Nothing is preselected. */
function CountryField(field: Omit<ComponentProps<typeof Select>, "children">) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const named = useMemo(() => namedIn(locale), [locale]);
  return (
    <Select {...field} autoComplete="country" required>
      <option value="">{t("chooseCountry")}</option>
      {named.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}

const namedIn = (locale: string) =>
  countries
    .map((code) => ({ code, name: countryName(code, locale) }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));

/** Inserts the hyphens without moving the caret to the end of the line. */
function formatInPlace(input: HTMLInputElement): string {
  const digitsBefore = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
  const atEnd = input.selectionStart === input.value.length;
  const formatted = formatPhone(input.value);
  if (!atEnd && formatted !== input.value) {
    const caret = caretAfter(formatted, digitsBefore);
    requestAnimationFrame(() => input.setSelectionRange(caret, caret));
  }
  return formatted;
}
