"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import { type Role, roles } from "@/lib/contracts/roles";
import { ShownOnce } from "../shown-once";
import { Trouble } from "../trouble";
import { faultsBeside, useSend } from "../use-send";

type Typed = { name: string; email: string; role: Role };
const nobody: Typed = { name: "", email: "", role: "support" };

/** Adds a staff member, and shows the password for their first sign-in. */
export function AddStaff() {
  const t = useTranslations("desk");
  const router = useRouter();
  const [added, setAdded] = useState<{ name: string; password: string; awaits: boolean }>();
  const form = useForm({ defaultValues: nobody });
  const { send, busy, trouble } = useSend("/admin/api/staff/add");
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    setAdded(undefined);
    const refused = await send(typed, ({ one_time_password, awaits_manager }) => {
      setAdded({ name: typed.name, password: one_time_password, awaits: awaits_manager });
      form.reset();
      router.refresh();
    });
    if (refused) faultsBeside(refused, ["name", "email"], form.setError);
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-4 grid gap-4 sm:grid-cols-3">
      <Field
        {...form.register("name", { required: true, maxLength: 60 })}
        label={t("staff.name")}
        autoComplete="off"
        fault={errors.name && t("staff.faults.name")}
      />
      <Field
        {...form.register("email", { required: true, pattern: /^\S+@\S+\.\S+$/ })}
        label={t("staff.email")}
        type="email"
        autoComplete="off"
        fault={errors.email && t("staff.faults.email")}
      />
      <Select {...form.register("role")} label={t("staff.role")}>
        {roles.map((role) => (
          <option key={role} value={role}>
            {t(`roles.${role}`)}
          </option>
        ))}
      </Select>
      <p className="text-sm leading-relaxed text-soft sm:col-span-3">
        {t(`staff.may.${form.watch("role")}`)}
      </p>
      <div className="sm:col-span-3">
        <SendButton busy={busy}>{t("staff.adding")}</SendButton>
        <Trouble of={trouble} />
        {added?.awaits && <Notice look="notice">{t("staff.awaits", { name: added.name })}</Notice>}
        {added && <ShownOnce secret={added.password}>{t("staff.oneTime", { name: added.name })}</ShownOnce>}
      </div>
    </form>
  );
}
