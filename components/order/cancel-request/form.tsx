"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type SubmitEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { call } from "@/components/api";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import { troubleOf } from "../trouble";
import { faultOf, isReason, reasons, type Typed, typedIn } from "./check";

/**
 * Why the shopper cancels, from a list or in their own words. The input stays until the shop has accepted it, including
 * what was entered before hydration: the fields are uncontrolled.
 */
export function CancelForm({ orderNumber, way }: { orderNumber: string; way: "ask" | "refund" }) {
  const t = useTranslations("cancelForm");
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<keyof Typed>();
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleOf>>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const refuse = (name: keyof Typed) => {
    // Rendered synchronously: a field must show its fault when it gets the focus.
    flushSync(() => setFault(name));
    form.current?.querySelector<HTMLElement>(`[name=${name}]`)?.focus();
  };

  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const typed = typedIn(new FormData(event.currentTarget));
    setReason(typed.reason);
    const found = faultOf(typed);
    if (found || !isReason(typed.reason)) return refuse(found ?? "reason");
    setBusy(true);
    setTrouble(undefined);
    const answer = await call("POST /orders/cancel-request", {
      order_number: orderNumber,
      reason: typed.reason === "other" ? typed.other : t(`reasons.${typed.reason}`),
    });
    setBusy(false);
    // If it is no longer possible, for example because of a recent refund, the refreshed page shows the current state
    // either way.
    if (answer.ok) return router.refresh();
    if (answer.trouble.code === "cancel_not_possible") router.refresh();
    if (answer.trouble.code === "invalid_request" && typed.reason === "other") return refuse("other");
    setTrouble(troubleOf(answer.trouble.code));
  };

  const field = (name: keyof Typed) => ({
    name,
    label: t(name),
    fault: fault === name ? t(`faults.${name}`) : undefined,
    onChange: ({ target }: { target: { value: string } }) => {
      if (name === "reason") setReason(target.value);
      setFault(undefined);
    },
  });

  // If a browser ever submits the form without JavaScript, nothing must end up in the address.
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={send}
      aria-label={t(`send.${way}`)}
      className="grid gap-4 noscript:hidden"
    >
      <Select {...field("reason")} required>
        <option value="">{t("chooseReason")}</option>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(`reasons.${reason}`)}
          </option>
        ))}
      </Select>
      {reason === "other" && <Field {...field("other")} autoComplete="off" required />}
      <div role="alert" className="empty:hidden">
        {trouble && <Notice look="danger">{t(`trouble.${trouble}`)}</Notice>}
      </div>
      <SendButton busy={busy} look="quiet" wide>
        {t(busy ? "sending" : `send.${way}`)}
      </SendButton>
    </form>
  );
}
