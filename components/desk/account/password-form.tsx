"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { passwordLength } from "@/lib/contracts/desk/password";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Changes your own password. `leadsTo` is where to go afterward, if not to stay. */
export function PasswordForm({ email, leadsTo }: { email: string; leadsTo?: string }) {
  const t = useTranslations("desk.password");
  const [done, setDone] = useState(false);
  const form = useForm({ defaultValues: { current_password: "", new_password: "", again: "" } });
  const { send, busy, trouble } = useSend("/admin/api/password");
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ current_password, new_password }) => {
    setDone(false);
    await send({ current_password, new_password }, () => {
      if (leadsTo) return location.assign(leadsTo);
      form.reset();
      setDone(true);
    });
  });
  return (
    <form method="post" noValidate className="mt-6 grid gap-4" onSubmit={submit}>
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      <Field
        {...form.register("current_password", { required: true })}
        label={t("current")}
        type="password"
        autoComplete="current-password"
        fault={errors.current_password && t("faults.current")}
      />
      <Field
        {...form.register("new_password", {
          required: true,
          minLength: passwordLength.min,
          maxLength: passwordLength.max,
          validate: (wanted, { current_password }) => wanted !== current_password || "same",
        })}
        label={t("new", { min: passwordLength.min })}
        type="password"
        autoComplete="new-password"
        fault={
          errors.new_password &&
          t(errors.new_password.message === "same" ? "faults.same" : "faults.new", passwordLength)
        }
      />
      <Field
        {...form.register("again", { validate: (again, { new_password }) => again === new_password })}
        label={t("again")}
        type="password"
        autoComplete="new-password"
        fault={errors.again && t("faults.again")}
      />
      <Trouble of={trouble} />
      <div role="status" className="empty:hidden">
        {done && <Notice look="good">{t("done")}</Notice>}
      </div>
      <SendButton busy={busy} wide={leadsTo !== undefined}>
        {t("send")}
      </SendButton>
    </form>
  );
}
