"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SendButton } from "@/components/ui/send-button";
import { type Courier, trackingNumberPattern } from "@/lib/contracts/couriers";
import type { OrderRow } from "@/lib/desk/read/orders";
import { type Column, Table } from "../table";
import { CourierField } from "./courier-field";
import { useOrderColumns } from "./orders-table";
import { PasteNumbers } from "./paste-numbers";
import { ShipResults } from "./ship-results";
import { useShipping } from "./use-shipping";

type Props = { rows: OrderRow[]; isLive: boolean };

/** Orders to be shipped: staff select some, say with which courier and tracking numbers, and ship them in one go. */
export function ShipList({ rows, isLive }: Props) {
  const t = useTranslations("deskOrders.shipping");
  const router = useRouter();
  const [courier, setCourier] = useState<Courier>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [numbers, setNumbers] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<"courierMissing" | "numberWrong" | "noneSelected">();
  const { shipAll, results, left } = useShipping(courier);
  const chosen = rows.filter(({ number }) => selected.has(number));
  const trackingOf = (number: string) => (numbers[number] ?? "").replaceAll(" ", "");
  const select = (names: string[], isOn: boolean) => {
    setFault(undefined);
    setSelected(
      (before) => new Set(isOn ? [...before, ...names] : [...before].filter((name) => !names.includes(name))),
    );
  };
  const press = async () => {
    const typed = chosen.map(({ number }) => trackingOf(number)).filter((number) => number !== "");
    const found =
      chosen.length === 0
        ? ("noneSelected" as const)
        : typed.some((number) => !trackingNumberPattern.test(number))
          ? ("numberWrong" as const)
          : typed.length > 0 && !courier
            ? ("courierMissing" as const)
            : undefined;
    setFault(found);
    if (found || left > 0) return;
    await shipAll(chosen.map(({ id, number }) => ({ id, number, trackingNumber: trackingOf(number) })));
    setSelected(new Set());
    setNumbers({});
    router.refresh();
  };
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <ShipResults results={results} left={left} />
      <div className="mt-4 grid gap-4 rounded-xl border border-line p-4 sm:grid-cols-[minmax(0,16rem)_1fr] sm:items-end">
        <CourierField value={courier} onChange={setCourier} />
        <div className="flex flex-wrap items-center gap-3">
          <SendButton busy={left > 0} look="main">
            {t("ship", { count: chosen.length })}
          </SendButton>
          <PasteNumbers
            orders={rows.map(({ number }) => number)}
            onRead={(read) => {
              setNumbers((before) => ({ ...before, ...read }));
              select(Object.keys(read), true);
            }}
          />
        </div>
        <div role="alert" className="empty:hidden sm:col-span-2">
          {fault && <p className="text-sm font-medium text-danger">{t(fault)}</p>}
        </div>
      </div>
      <Table
        caption={t("title")}
        rows={rows}
        keyOf={({ number }) => number}
        columns={useShipColumns(rows, isLive, { selected, select, numbers, setNumbers })}
        isCompact
      />
    </form>
  );
}

type Choice = {
  selected: ReadonlySet<string>;
  select: (names: string[], isOn: boolean) => void;
  numbers: Record<string, string>;
  setNumbers: (change: (before: Record<string, string>) => Record<string, string>) => void;
};

function useShipColumns(
  rows: OrderRow[],
  isLive: boolean,
  { selected, select, numbers, setNumbers }: Choice,
) {
  const t = useTranslations("deskOrders.shipping");
  const columns = useOrderColumns(isLive).filter(({ name }) => !["status", "way", "amount"].includes(name));
  const all = rows.map(({ number }) => number);
  const box: Column<OrderRow> = {
    name: "select",
    words: (
      <Box
        label={t("selectAll")}
        isOn={all.length > 0 && all.every((number) => selected.has(number))}
        onChange={(isOn) => select(all, isOn)}
      />
    ),
    look: "order-2 justify-end",
    cell: ({ number }) => (
      <Box
        label={t("select", { number })}
        isOn={selected.has(number)}
        onChange={(isOn) => select([number], isOn)}
      />
    ),
  };
  const tracking: Column<OrderRow> = {
    name: "tracking",
    words: t("tracking"),
    look: "order-4 max-sm:col-span-2",
    cell: ({ number }) => (
      <input
        name="tracking_number"
        aria-label={t("trackingOf", { number })}
        placeholder={t("tracking")}
        autoComplete="off"
        className="relative z-10 h-11 w-full rounded-lg border border-edge/60 bg-white px-3 sm:w-48"
        value={numbers[number] ?? ""}
        onChange={({ target }) => {
          setNumbers((before) => ({ ...before, [number]: target.value }));
          if (target.value !== "") select([number], true);
        }}
      />
    ),
  };
  return [box, ...columns, tracking];
}

type BoxProps = { label: string; isOn: boolean; onChange: (isOn: boolean) => void };

/** A check box that a finger can hit, above the link that covers its row. */
const Box = ({ label, isOn, onChange }: BoxProps) => (
  <label className="relative z-10 -m-2.5 inline-flex size-11 items-center justify-center">
    <span className="sr-only">{label}</span>
    <input
      type="checkbox"
      className="size-5 accent-accent"
      checked={isOn}
      onChange={({ target }) => onChange(target.checked)}
    />
  </label>
);
