"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Courier, couriers, type Parcel, trackingNumberPattern } from "@/lib/contracts/couriers";
import { Act } from "./act";

type Props = {
  order: string;
  parcel: Parcel;
  /** Whether what is on hold is captured in the same act. */
  captures?: boolean;
};

const unnamed = "";

/** Ships an order, with what is known of its parcel. */
export function Ship({ order, parcel, captures = false }: Props) {
  const t = useTranslations("deskOrder.acts");
  return (
    <ParcelAct id="ship" order={order} parcel={parcel} words={t(captures ? "captureAndShip" : "ship")} />
  );
}

/** What an order was shipped with may be corrected, and that it was shipped may be undone. */
export function Shipped({ order, parcel }: Props) {
  const t = useTranslations("deskOrder.acts");
  return (
    <div className="grid gap-6">
      <ParcelAct
        key={`${parcel.courier} ${parcel.trackingNumber}`}
        id="parcel"
        order={order}
        parcel={parcel}
        words={t("correctParcel")}
        isNeeded
      />
      <Act
        id="unship"
        path="/admin/api/orders/ship"
        words={t("unship")}
        input={() => ({ order, shipped: false })}
      />
    </div>
  );
}

type ParcelActProps = Props & { id: string; words: string; isNeeded?: boolean };

function ParcelAct({ id, order, parcel, words, isNeeded = false }: ParcelActProps) {
  const t = useTranslations("deskOrder.acts");
  const couriersByName = useTranslations("couriers");
  const [courier, setCourier] = useState<Courier | typeof unnamed>(parcel.courier ?? unnamed);
  const [typed, setTyped] = useState(parcel.trackingNumber ?? "");
  const [faults, setFaults] = useState<{ courier?: boolean; number?: boolean }>({});
  const number = typed.replaceAll(" ", "");
  const isRight = () => {
    const found = {
      courier: courier === unnamed && (isNeeded || number !== ""),
      number: number !== "" && !trackingNumberPattern.test(number),
    };
    setFaults(found);
    return !found.courier && !found.number;
  };
  return (
    <Act
      id={id}
      path="/admin/api/orders/ship"
      words={words}
      isRight={isRight}
      input={() => ({
        order,
        shipped: true,
        ...(courier !== unnamed && { courier }),
        ...(number !== "" && { tracking_number: number }),
      })}
    >
      <Select
        id={`${id}-courier`}
        name="courier"
        label={t("courier")}
        value={courier}
        onChange={({ target }) => setCourier(couriers.find((code) => code === target.value) ?? unnamed)}
        fault={faults.courier ? t("courierMissing") : undefined}
      >
        <option value={unnamed}>{t("noCourier")}</option>
        {couriers.map((code) => (
          <option key={code} value={code}>
            {couriersByName(code)}
          </option>
        ))}
      </Select>
      <Field
        id={`${id}-tracking-number`}
        name="tracking_number"
        label={t("trackingNumber")}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        fault={faults.number ? t("trackingNumberWrong") : undefined}
      />
    </Act>
  );
}
