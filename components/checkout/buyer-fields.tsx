"use client";

import { useTranslations } from "next-intl";
import type { ChangeEvent } from "react";
import { Field } from "@/components/ui/field";
import { caretAfter, digitsOf, formatPhone } from "../phone";
import type { Draft, FieldName } from "./draft";
import { SheetSection } from "./sheet-section";
import type { Faults } from "./validate";

type Props = {
  draft: Draft;
  faults: Faults;
  onChange: (name: FieldName, value: string) => void;
  onLeave: (name: FieldName) => void;
};

export function BuyerFields({ draft, faults, onChange, onLeave }: Props) {
  const t = useTranslations("sheet");
  const field = (name: FieldName) => {
    const fault = faults[name];
    return {
      name,
      label: t(name),
      value: draft[name],
      fault: fault && t(`faults.${fault}`),
      onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(name, event.target.value),
      onBlur: () => onLeave(name),
    };
  };
  return (
    <>
      <SheetSection title={t("buyer")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field {...field("name")} autoComplete="name" maxLength={60} required />
          <Field
            {...field("phone")}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={30}
            required
            onChange={({ target }) => onChange("phone", formatInPlace(target))}
          />
        </div>
        <Field
          {...field("email")}
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={100}
          required
        />
      </SheetSection>
      <SheetSection title={t("delivery")}>
        <Field
          {...field("postcode")}
          inputMode="numeric"
          autoComplete="postal-code"
          maxLength={10}
          narrow
          required
        />
        <Field {...field("line1")} autoComplete="address-line1" maxLength={120} required />
        <Field {...field("line2")} autoComplete="address-line2" maxLength={120} />
        <Field {...field("note")} autoComplete="off" maxLength={120} />
      </SheetSection>
    </>
  );
}

/** Writes the hyphens without throwing the caret to the end of the line. */
function formatInPlace(input: HTMLInputElement): string {
  const digitsBefore = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
  const atEnd = input.selectionStart === input.value.length;
  const formatted = formatPhone(input.value);
  if (!atEnd) {
    const caret = caretAfter(formatted, digitsBefore);
    requestAnimationFrame(() => input.setSelectionRange(caret, caret));
  }
  return formatted;
}
