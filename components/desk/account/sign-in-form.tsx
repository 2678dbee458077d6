"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { SendButton } from "@/components/ui/send-button";
import type { Step } from "@/lib/contracts/desk/account";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Email and password, then the second factor for those who have one. `leadsTo` is the desk page to continue to. */
export function SignInForm({ leadsTo }: { leadsTo: string }) {
  const [asksCode, setAsksCode] = useState(false);
  const goOn = (next: Step) =>
    next === "second_factor"
      ? setAsksCode(true)
      : location.assign(next === "desk" ? leadsTo : "/admin/password");
  return asksCode ? <CodeForm goOn={goOn} /> : <CredentialsForm goOn={goOn} />;
}

function CredentialsForm({ goOn }: { goOn: (next: Step) => void }) {
  const t = useTranslations("desk.signIn");
  // No default values: what somebody, or their password manager, entered before hydration must stay.
  const form = useForm<{ email: string; password: string }>();
  const { send, busy, trouble } = useSend("/admin/api/sign-in");
  const { errors } = form.formState;
  return (
    <form
      method="post"
      noValidate
      className="mt-8 grid gap-4 noscript:hidden"
      onSubmit={form.handleSubmit((typed) => send(typed, ({ next }) => goOn(next)))}
    >
      <Field
        {...form.register("email", { required: true, pattern: /^\S+@\S+$/ })}
        label={t("email")}
        type="email"
        autoComplete="username"
        autoFocus
        fault={errors.email && t("faults.email")}
      />
      <Field
        {...form.register("password", { required: true })}
        label={t("password")}
        type="password"
        autoComplete="current-password"
        fault={errors.password && t("faults.password")}
      />
      <Trouble of={trouble} />
      <SendButton busy={busy} wide>
        {t("send")}
      </SendButton>
    </form>
  );
}

function CodeForm({ goOn }: { goOn: (next: Step) => void }) {
  const t = useTranslations("desk.signIn");
  const [recovers, setRecovers] = useState(false);
  const form = useForm({ defaultValues: { code: "", recovery_code: "" } });
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/second-factor");
  const { errors } = form.formState;
  const name = recovers ? "recovery_code" : "code";
  return (
    <form
      method="post"
      noValidate
      className="mt-8 grid gap-4"
      onSubmit={form.handleSubmit(({ code, recovery_code }) =>
        send(recovers ? { recovery_code } : { code }, ({ next }) => goOn(next)),
      )}
    >
      <p className="leading-relaxed">{t(recovers ? "recoveryLead" : "codeLead")}</p>
      <Field
        key={name}
        {...form.register(name, { required: true, ...(!recovers && { pattern: /^\s*\d{3}\s*\d{3}\s*$/ }) })}
        label={t(name)}
        autoComplete={recovers ? "off" : "one-time-code"}
        inputMode={recovers ? "text" : "numeric"}
        autoFocus
        fault={errors[name] && t(`faults.${name}`)}
      />
      <Trouble of={trouble} />
      <SendButton busy={busy} wide>
        {t("send")}
      </SendButton>
      <button
        type="button"
        className="action action-quiet"
        onClick={() => {
          setTrouble(undefined);
          setRecovers(!recovers);
        }}
      >
        {t(recovers ? "useCode" : "useRecovery")}
      </button>
    </form>
  );
}
