"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { SendButton } from "@/components/ui/send-button";
import { type WebhookEvent, webhookEvents } from "@/lib/contracts/webhook-events";
import { ShownOnce } from "../shown-once";
import { Trouble } from "../trouble";
import { faultsBeside, useSend } from "../use-send";

type Typed = { url: string; events: WebhookEvent[] };

/** Adds an endpoint, and shows its secret only this once. */
export function AddEndpoint() {
  const t = useTranslations("deskWebhooks");
  const router = useRouter();
  const [secret, setSecret] = useState<string>();
  const form = useForm<Typed>({ defaultValues: { url: "", events: [] } });
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/webhooks/add");
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (typed) => {
    setSecret(undefined);
    const refused = await send(typed, (added) => {
      setSecret(added.secret);
      form.reset();
      router.refresh();
    });
    if (!refused?.errors?.some(({ field }) => field === "url")) return;
    faultsBeside(refused, ["url"], form.setError);
    setTrouble(undefined);
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-4 grid gap-4 sm:max-w-xl">
      <Field
        {...form.register("url", { required: true, pattern: /^https?:\/\/\S+$/, maxLength: 500 })}
        label={t("url")}
        type="url"
        inputMode="url"
        autoComplete="off"
        fault={errors.url && t("fault")}
      />
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium text-soft">{t("events")}</legend>
        <p className="text-sm text-soft">{t("all")}</p>
        <div className="mt-1 grid sm:grid-cols-2">
          {webhookEvents.map((event) => (
            <label key={event} className="flex min-h-11 items-center gap-3 font-mono text-sm">
              <input
                type="checkbox"
                value={event}
                className="size-5 accent-accent"
                {...form.register("events")}
              />
              <span>{event}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div>
        <SendButton busy={busy}>{t("adding")}</SendButton>
        <Trouble of={trouble} />
        {secret && <ShownOnce secret={secret}>{t("shown")}</ShownOnce>}
      </div>
    </form>
  );
}
