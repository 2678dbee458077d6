"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Props = { session: string; label?: string; words: string };

/** Ends one of your own sessions, or all others. It asks for the password first: a desk left open proves nothing. */
export function EndSession({ session, label, words }: Props) {
  const [asks, setAsks] = useState(false);
  const name = label ?? words;
  return asks ? (
    <WithPassword session={session} name={name} words={words} leave={() => setAsks(false)} />
  ) : (
    <button type="button" className="action action-quiet" aria-label={name} onClick={() => setAsks(true)}>
      {words}
    </button>
  );
}

type FormProps = { session: string; name: string; words: string; leave: () => void };

function WithPassword({ session, name, words, leave }: FormProps) {
  const t = useTranslations("desk");
  const router = useRouter();
  const form = useForm({ defaultValues: { password: "" } });
  const { send, busy, trouble } = useSend("/admin/api/sessions/end");
  const submit = form.handleSubmit(async ({ password }) => {
    const refused = await send({ session, password }, () => {
      leave();
      router.refresh();
    });
    // It has already ended: refreshes the page.
    if (refused?.code === "not_found") router.refresh();
  });
  return (
    <form
      method="post"
      noValidate
      aria-label={name}
      onSubmit={submit}
      className="grid w-full gap-3 sm:max-w-sm"
    >
      <Field
        {...form.register("password", { required: true })}
        id={`password-${session}`}
        label={t("account.factor.password")}
        type="password"
        autoComplete="current-password"
        autoFocus
        fault={form.formState.errors.password && t("password.faults.current")}
      />
      <Trouble of={trouble} />
      <div className="flex flex-wrap gap-3">
        <SendButton busy={busy} look="danger" label={name}>
          {words}
        </SendButton>
        <button type="button" className="action action-quiet" onClick={leave}>
          {t("keep")}
        </button>
      </div>
    </form>
  );
}
