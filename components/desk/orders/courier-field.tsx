"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { type Courier, couriers } from "@/lib/contracts/couriers";

type Props = { value: Courier | undefined; onChange: (courier: Courier | undefined) => void };

/** Which courier takes the parcels. */
export function CourierField({ value, onChange }: Props) {
  const t = useTranslations("deskOrder.acts");
  const names = useTranslations("couriers");
  return (
    <Select
      name="courier"
      label={t("courier")}
      value={value ?? ""}
      onChange={({ target }) => onChange(couriers.find((code) => code === target.value))}
    >
      <option value="">{t("noCourier")}</option>
      {couriers.map((code) => (
        <option key={code} value={code}>
          {names(code)}
        </option>
      ))}
    </Select>
  );
}
