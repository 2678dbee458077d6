"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import { majorUnits, typedAmount } from "@/lib/money";
import type { DeskInput } from "../api";
import { Trouble } from "../trouble";
import { faultsBeside, useSend } from "../use-send";

export type Sheet = Omit<DeskInput<"/admin/api/products/save">, "stock_before">;
type Typed = { [Name in Exclude<keyof Sheet, "tax_class" | "active">]: string } & Pick<
  Sheet,
  "tax_class" | "active"
>;

const texts = ["name_ko", "name_en", "description_ko", "description_en"] as const;
const prices = [
  ["price_krw", "KRW"],
  ["price_usd", "USD"],
] as const;
const numbers = ["stock", "position"] as const;

/** Adds a product or, with `sheet`, changes it: its stock by as much as the field was changed. */
export function ProductForm({ sheet }: { sheet?: Sheet | undefined }) {
  const t = useTranslations("deskProducts");
  const router = useRouter();
  const form = useForm<Typed>({ defaultValues: typedOf(sheet) });
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/products/save");
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    const input = { ...sheetIn(typed), ...(sheet && { stock_before: sheet.stock }) };
    const refused = await send(input, () => {
      if (!sheet) form.reset();
      router.push("/admin/products");
      router.refresh();
    });
    if (!refused?.errors?.length) return;
    faultsBeside(
      refused,
      ["sku", "slug", ...texts, "price_krw", "price_usd", ...numbers, "image"],
      form.setError,
    );
    setTrouble(undefined);
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-4 grid gap-4 sm:grid-cols-2">
      <Field
        {...form.register("sku", { required: true, pattern: /^[A-Z0-9][A-Z0-9-]{1,31}$/ })}
        label={t("fields.sku")}
        readOnly={sheet !== undefined}
        autoComplete="off"
        fault={errors.sku && t("faults.sku")}
      />
      <Field
        {...form.register("slug", { required: true, maxLength: 60, pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/ })}
        label={t("fields.slug")}
        autoComplete="off"
        fault={errors.slug && t("faults.slug")}
      />
      {texts.map((name) => (
        <Field
          key={name}
          {...form.register(name, { required: true })}
          label={t(`fields.${name}`)}
          autoComplete="off"
          fault={errors[name] && t("faults.text")}
        />
      ))}
      {prices.map(([name, currency]) => (
        <Field
          key={name}
          {...form.register(name, { validate: (text) => typedAmount(text, currency) !== undefined })}
          label={t(`fields.${name}`)}
          inputMode="decimal"
          autoComplete="off"
          fault={errors[name] && t("faults.amount")}
        />
      ))}
      {numbers.map((name) => (
        <Field
          key={name}
          {...form.register(name, { required: true, pattern: /^\d{1,7}$/ })}
          label={t(`fields.${name}`)}
          inputMode="numeric"
          autoComplete="off"
          fault={errors[name] && t("faults.number")}
        />
      ))}
      <Field
        {...form.register("image", { required: true, pattern: /^\/[\w-][\w./-]*\.\w+$/ })}
        label={t("fields.image")}
        autoComplete="off"
        fault={errors.image && t("faults.image")}
      />
      <Select {...form.register("tax_class")} label={t("fields.tax_class")}>
        <option value="taxable">{t("tax.taxable")}</option>
        <option value="tax_free">{t("tax.tax_free")}</option>
      </Select>
      <label className="flex min-h-11 items-center gap-3 sm:col-span-2">
        <input type="checkbox" className="size-5 accent-accent" {...form.register("active")} />
        <span>{t("fields.active")}</span>
      </label>
      <div className="sm:col-span-2">
        <SendButton busy={busy}>{t("save")}</SendButton>
        <Trouble of={trouble} />
      </div>
    </form>
  );
}

const blank = {
  sku: "",
  slug: "",
  name_ko: "",
  name_en: "",
  description_ko: "",
  description_en: "",
  image: "",
} as const;

function typedOf(sheet: Sheet | undefined): Typed {
  if (!sheet)
    return {
      ...blank,
      price_krw: "",
      price_usd: "",
      stock: "0",
      position: "1",
      tax_class: "taxable",
      active: true,
    };
  return {
    ...sheet,
    price_krw: majorUnits({ amount: sheet.price_krw, currency: "KRW" }),
    price_usd: majorUnits({ amount: sheet.price_usd, currency: "USD" }),
    stock: String(sheet.stock),
    position: String(sheet.position),
  };
}

/** The form has already validated what was typed. Prices in minor units. */
const sheetIn = (typed: Typed): Sheet => ({
  ...typed,
  price_krw: typedAmount(typed.price_krw, "KRW") ?? 0,
  price_usd: typedAmount(typed.price_usd, "USD") ?? 0,
  stock: Number(typed.stock),
  position: Number(typed.position),
});
