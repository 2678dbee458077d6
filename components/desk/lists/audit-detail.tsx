import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { Names } from "../act-words";

type Detail = Record<string, unknown>;
type Props = { detail: Detail; names: Names };

/** Each field with its label and value; changes as before and after. */
export function AuditDetail({ detail, names }: Props) {
  const t = useTranslations("deskLists.audit.fields");
  const format = useSeoulTime();
  const { before, after, currency, ...noted } = detail;

  const ofShop = useShopWords();
  const words = (name: string): string =>
    t.has(name as "amount") ? t(name as "amount") : (ofShop(name) ?? name.replaceAll("_", " "));
  const show = (name: string, value: unknown): ReactNode => {
    if (value === null || value === undefined || value === "") return name === "amount" ? t("all") : "–";
    if (typeof currency === "string" && typeof value === "number" && money.has(name))
      return <Price amount={value} currency={currency} />;
    if (Array.isArray(value) || isDetail(value)) return written(value);
    if (typeof value === "boolean") return t(`${value}`);
    if (typeof value === "string" && isInstant.test(value)) return format.dateTime(new Date(value), moment);
    if (standings.has(name)) return String(value).replaceAll("_", " ");
    return names.get(String(value)) ?? shortened(String(value));
  };

  const facts: [string, ReactNode][] = [
    ...Object.entries(noted).map(([name, value]): [string, ReactNode] => [name, show(name, value)]),
    ...changed(before, after).map(([name, was, is]): [string, ReactNode] => [
      name,
      <span key={name}>
        <span>{show(name, was)}</span> → <span>{show(name, is)}</span>
      </span>,
    ]),
  ];
  if (facts.length === 0) return null;
  return (
    <dl className="mt-1 max-w-md text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="flex gap-2">
          <dt className="shrink-0 text-soft">{words(name)}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The shop's settings are called as in their form, such as "Shop name (Korean)". */
function useShopWords() {
  const t = useTranslations("deskShop");
  return (field: string): string | undefined => {
    const language = field.endsWith("_ko") ? "ko" : field.endsWith("_en") ? "en" : undefined;
    const name = `fields.${language ? field.slice(0, -3) : field}` as "fields.shop_name";
    if (field === "accent") return t("look.title");
    if (!t.has(name)) return undefined;
    return language ? t(`in.${language}`, { label: t(name) }) : t(name);
  };
}

/** A legal text is too long for a line of the list. */
const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** A moment as it is stored in a detail. */
const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Fields in minor units of the entry's currency. */
const money = new Set(["amount", "captured", "refunded", "reserved"]);

/** Fields with one of our codes, never with typed text. */
const standings = new Set(["state", "status"]);

const isDetail = (value: unknown): value is Detail =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list or an object, on one line. */
const written = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(written).join(", ");
  if (!isDetail(value)) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name} ${written(part)}`)
    .join(" · ");
};

/** The values before and after, by field. */
function changed(before: unknown, after: unknown): [string, unknown, unknown][] {
  const [was, is] = [isDetail(before) ? before : {}, isDetail(after) ? after : {}];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => [name, was[name], is[name]]);
}
