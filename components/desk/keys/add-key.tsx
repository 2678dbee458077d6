"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { type ApiScope, apiScopes } from "@/lib/contracts/scopes";
import { SendButton } from "../send-button";
import { ShownOnce } from "../shown-once";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Typed = { name: string; scopes: ApiScope[] };

/** Makes an API key, and shows it this once. */
export function AddKey() {
  const t = useTranslations("desk.keys");
  const router = useRouter();
  const [key, setKey] = useState<string>();
  const form = useForm<Typed>({ defaultValues: { name: "", scopes: [] } });
  const { send, busy, trouble } = useSend("/admin/api/keys/add");
  const { errors } = form.formState;
  const submit = form.handleSubmit((typed) => {
    setKey(undefined);
    return send(typed, (made) => {
      setKey(made.key);
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
            {t(`scope.${scope}`)}
          </label>
        ))}
        {errors.scopes && (
          <p id="scopes-fault" className="mt-1.5 text-sm font-medium text-danger">
            {t("faults.scopes")}
          </p>
        )}
      </fieldset>
      <div>
        <SendButton busy={busy}>{t("adding")}</SendButton>
        <Trouble of={trouble} />
        {key && <ShownOnce secret={key}>{t("shown")}</ShownOnce>}
      </div>
    </form>
  );
}
