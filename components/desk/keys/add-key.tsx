"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { type ApiScope, apiScopes } from "@/lib/contracts/scopes";
import { type Currency, currencies, majorUnits, typedAmount } from "@/lib/money";
import { ShownOnce } from "../shown-once";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Amounts = Record<Currency, string>;
type Typed = { name: string; scopes: ApiScope[]; perOrder: Amounts; perDay: Amounts };

/** In minor units by currency. */
type Caps = Record<"perOrder" | "perDay", Record<Currency, number>>;

/** Creates an API key, and shows it only this once. `usual` are the default refund caps. */
export function AddKey({ usual }: { usual: Caps }) {
  const t = useTranslations("desk.keys");
  const router = useRouter();
  const [made, setMade] = useState<{ key: string; awaits: boolean }>();
  const form = useForm<Typed>({
    defaultValues: { name: "", scopes: [], perOrder: typedIn(usual.perOrder), perDay: typedIn(usual.perDay) },
  });
  const mayRefund = form.watch("scopes").includes("refunds:write");
  const { send, busy, trouble } = useSend("/admin/api/keys/add");
  const { errors } = form.formState;
  const submit = form.handleSubmit(({ name, scopes, perOrder, perDay }) => {
    setMade(undefined);
    const caps = mayRefund ? { caps: { per_order: minorIn(perOrder), per_day: minorIn(perDay) } } : {};
    return send({ name, scopes, ...caps }, ({ key, awaits_manager }) => {
      setMade({ key, awaits: awaits_manager });
      form.reset();
      router.refresh();
    });
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-4 grid gap-4 sm:max-w-xl">
      <Field
        {...form.register("name", { required: true, maxLength: 60 })}
        label={t("name")}
        autoComplete="off"
        fault={errors.name && t("faults.name")}
      />
      <fieldset aria-describedby={errors.scopes && "scopes-fault"}>
        <legend className="mb-1.5 text-sm font-medium text-soft">{t("scopes")}</legend>
        {apiScopes.map((scope) => (
          <label key={scope} className="flex min-h-11 items-center gap-3">
            <input
              type="checkbox"
              value={scope}
              className="size-5 accent-accent"
              {...form.register("scopes", { validate: (scopes) => scopes.length > 0 })}
            />
            <span>{t(`scope.${scope}`)}</span>
          </label>
        ))}
        {errors.scopes && (
          <p id="scopes-fault" className="mt-1.5 text-sm font-medium text-danger">
            {t("faults.scopes")}
          </p>
        )}
      </fieldset>
      {mayRefund && (
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium text-soft">{t("caps")}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            {(["perOrder", "perDay"] as const).flatMap((cap) =>
              currencies.map((currency) => (
                <Field
                  key={`${cap}.${currency}`}
                  {...form.register(`${cap}.${currency}`, {
                    validate: (text) => typedAmount(text, currency) !== undefined,
                  })}
                  label={t(cap, { currency })}
                  inputMode="decimal"
                  autoComplete="off"
                  fault={errors[cap]?.[currency] && t("faults.caps")}
                />
              )),
            )}
          </div>
        </fieldset>
      )}
      <div>
        <SendButton busy={busy}>{t("adding")}</SendButton>
        <Trouble of={trouble} />
        {made?.awaits && <Notice look="notice">{t("awaits")}</Notice>}
        {made && <ShownOnce secret={made.key}>{t("shown")}</ShownOnce>}
      </div>
    </form>
  );
}

const typedIn = (amounts: Record<Currency, number>): Amounts => ({
  KRW: majorUnits({ amount: amounts.KRW, currency: "KRW" }),
  USD: majorUnits({ amount: amounts.USD, currency: "USD" }),
});

/** The form has already validated what was typed. */
const minorIn = (amounts: Amounts): Record<Currency, number> => ({
  KRW: typedAmount(amounts.KRW, "KRW") ?? 0,
  USD: typedAmount(amounts.USD, "USD") ?? 0,
});
