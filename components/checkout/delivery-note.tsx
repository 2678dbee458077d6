"use client";

import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { deliveryPresets, isPreset } from "@/lib/contact/delivery-presets";

type Props = {
  value: string;
  fault: string | undefined;
  onChange: (text: string) => void;
  onLeave: () => void;
};

const own = "own";

/** What the courier should do: one of the usual requests, or the shopper's own words. */
export function DeliveryNote({ value, fault, onChange, onLeave }: Props) {
  const t = useTranslations("sheet");
  const presets = useTranslations("deliveryPresets");
  const [writes, setWrites] = useState(value !== "" && !isPreset(value));
  const select = useRef<HTMLSelectElement>(null);
  // On a slow connection it may be chosen before the page's script runs.
  useLayoutEffect(() => {
    if (select.current?.value === own) setWrites(true);
  }, []);
  const isOwn = writes || (value !== "" && !isPreset(value));
  return (
    <>
      <Select
        ref={select}
        name="note_preset"
        label={t("note")}
        value={isOwn ? own : value}
        onChange={({ target }) => {
          setWrites(target.value === own);
          onChange(target.value === own ? "" : target.value);
        }}
      >
        <option value="">{t("presets.none")}</option>
        {Object.entries(deliveryPresets).map(([code, text]) => (
          <option key={code} value={text}>
            {presets(code as keyof typeof deliveryPresets)}
          </option>
        ))}
        <option value={own}>{t("presets.own")}</option>
      </Select>
      {isOwn && (
        <Field
          name="note"
          label={t("presets.ownLabel")}
          autoComplete="off"
          value={value}
          fault={fault}
          onChange={({ target }) => onChange(target.value)}
          onBlur={onLeave}
        />
      )}
    </>
  );
}
