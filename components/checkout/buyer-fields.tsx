"use client";

import { useTranslations } from "next-intl";
import type { ChangeEvent, ComponentProps } from "react";
import { Check } from "@/components/ui/check";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { partsIn, postcodeKindOf, regionKindOf } from "@/lib/contact/address";
import { digitsOf } from "@/lib/contact/phone";
import type { Currency } from "@/lib/money";
import { type Draft, type FieldName, ticked } from "../draft/draft";
import { fieldsOf, longest } from "../draft/fields";
import type { Faults } from "../draft/validate";
import { caretAfter, formatPhone } from "../phone";
import { AddressSearch } from "./address-search";
import { DeliveryNote } from "./delivery-note";
import { SheetSection } from "./sheet-section";

/** A country, by its name in the reader's language. The server makes the list: a browser may know other names. */
export type Country = { code: string; name: string };

type Props = {
  currency: Currency;
  draft: Draft;
  faults: Faults;
  onChange: (values: Partial<Draft>) => void;
  onLeave: (name: FieldName) => void;
  countries: Country[];
  /** The address search's script, if the shop has one. */
  searchUrl: string | undefined;
};

/** Who orders, who receives it and where, and whether this browser may remember that. */
export function BuyerFields(props: Props) {
  const { currency, draft, faults, onChange, onLeave, searchUrl } = props;
  const t = useTranslations("sheet");
  const field = (name: FieldName) =>
    name === "other_recipient" || name === "remember" ? null : (
      <DraftField key={name} name={name} {...props} />
    );
  const address = fieldsOf(currency, draft).filter((each) => !ofPeople.has(each));
  const isSame = draft.other_recipient !== ticked;
  const isKorean = currency === "KRW";
  return (
    <>
      <SheetSection title={t("buyer")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <DraftField name="name" {...props} />
          <DraftField name="phone" {...props} />
        </div>
        <DraftField name="email" {...props} />
      </SheetSection>
      <SheetSection title={t("delivery")}>
        <Check
          name="same_as_buyer"
          label={t("sameAsBuyer")}
          checked={isSame}
          onChange={(checked) => onChange({ other_recipient: checked ? "" : ticked })}
        />
        {!isSame && (
          <div className="grid gap-4 sm:grid-cols-2">
            <DraftField name="recipient_name" {...props} />
            <DraftField name="recipient_phone" {...props} />
          </div>
        )}
        {address.map((each) => {
          if (each === "postcode" && isKorean && searchUrl)
            return (
              <div key={each} className="flex flex-wrap items-start gap-x-3 gap-y-2">
                <DraftField name={each} {...props} />
                <AddressSearch
                  scriptUrl={searchUrl}
                  onFound={(found) => {
                    onChange(found);
                    document.getElementsByName("line2")[0]?.focus();
                  }}
                />
              </div>
            );
          if (each === "note" && isKorean)
            return (
              <DeliveryNote
                key={each}
                value={draft.note}
                fault={faults.note && t(`faults.${faults.note}`, { max: longest.note })}
                onChange={(note) => onChange({ note })}
                onLeave={() => onLeave("note")}
              />
            );
          return field(each);
        })}
        <Check
          name="remember"
          label={t("remember")}
          note={t("rememberNote")}
          checked={draft.remember === ticked}
          onChange={(checked) => onChange({ remember: checked ? ticked : "" })}
        />
      </SheetSection>
    </>
  );
}

const ofPeople: ReadonlySet<FieldName> = new Set([
  "name",
  "phone",
  "email",
  "recipient_name",
  "recipient_phone",
]);

type TypedField = Exclude<FieldName, "other_recipient" | "remember">;

/** One field of the draft. */
function DraftField(props: Props & { name: TypedField }) {
  const { name, currency, draft, faults, countries, onChange, onLeave } = props;
  const t = useTranslations("sheet");
  const parts = partsIn(currency === "KRW" ? "KR" : draft.country);
  const title = useTitle(name, currency === "KRW" ? "KR" : draft.country);
  const fault = faults[name];
  const optional = (name === "city" || name === "region" || name === "postcode") && parts[name] === "asked";
  const common = {
    name,
    label: optional ? t("optional", { name: title }) : title,
    value: draft[name],
    fault: fault && t(`faults.${fault}`, { max: longest[name] }),
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      onChange({ [name]: target.value }),
    onBlur: () => onLeave(name),
  };
  const phone = {
    type: "tel",
    inputMode: "tel",
    required: true,
    ...(currency === "KRW" && {
      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onChange({ [name]: formatInPlace(target) }),
    }),
  } as const;
  // No field has a `maxLength`: a browser silently truncates pasted text to it.
  const looks: Record<TypedField, Partial<Omit<ComponentProps<typeof Field>, "name" | "label">>> = {
    name: { autoComplete: "name", required: true },
    phone: { ...phone, autoComplete: "tel" },
    email: { type: "email", inputMode: "email", autoComplete: "email", required: true },
    recipient_name: { autoComplete: "shipping name", required: true },
    recipient_phone: { ...phone, autoComplete: "shipping tel" },
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
  return name === "country" ? (
    <CountryField {...common} countries={countries} />
  ) : (
    <Field {...common} {...looks[name]} />
  );
}

/** What the shopper's country calls this field. */
function useTitle(name: TypedField, country: string) {
  const t = useTranslations("sheet");
  const region = regionKindOf(country);
  const postcode = postcodeKindOf(country);
  if (name === "region" && region) return t(`regions.${region}`);
  return name === "postcode" && postcode ? t(`postcodes.${postcode}`) : t(name);
}

type CountryProps = Omit<ComponentProps<typeof Select>, "children"> & { countries: Country[] };

/** The destination country. Nothing is preselected. */
function CountryField({ countries, ...field }: CountryProps) {
  const t = useTranslations("sheet");
  return (
    <Select {...field} autoComplete="country" required>
      <option value="">{t("chooseCountry")}</option>
      {countries.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}

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
