"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type SubmitEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { call, type Input } from "@/components/api";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import { BankOptions } from "../bank-options";
import { troubleOf } from "../trouble";
import { type FieldName, faultsOf, fieldNames, typedIn } from "./check";

/**
 * Asks for the account a deposit is refunded to. The input stays until the shop has accepted it, including what was
 * entered before hydration: the fields are uncontrolled.
 */
export function RefundAccountForm({ orderNumber }: { orderNumber: string }) {
  const t = useTranslations("refundAccount");
  const router = useRouter();
  const [faults, setFaults] = useState<Partial<Record<FieldName, true>>>({});
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleOf>>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const refuse = (found: typeof faults) => {
    // Rendered synchronously: a field must show its fault when it gets the focus.
    flushSync(() => setFaults(found));
    const first = fieldNames.find((name) => found[name]);
    form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };

  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const typed = typedIn(new FormData(event.currentTarget));
    const found = faultsOf(typed);
    if (Object.keys(found).length > 0) return refuse(found);
    setBusy(true);
    setTrouble(undefined);
    const input: Input<"POST /payments/toss/refund-account"> = { order_number: orderNumber, ...typed };
    const answer = await call("POST /payments/toss/refund-account", input);
    setBusy(false);
    // Named in another tab a moment ago, or just now: the refreshed page shows the current state either way.
    if (answer.ok || answer.trouble.code === "no_account_needed") return router.refresh();
    const refused = fieldNames.filter((name) => answer.trouble.errors?.some(({ field }) => field === name));
    if (refused.length > 0) return refuse(Object.fromEntries(refused.map((name) => [name, true])));
    setTrouble(troubleOf(answer.trouble.code));
  };

  const field = (name: FieldName) => ({
    name,
    label: t(name),
    fault: faults[name] && t(`faults.${name}`),
    onChange: () => setFaults({ ...faults, [name]: undefined }),
  });

  // If a browser ever submits the form without JavaScript, nothing must end up in the address.
  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={send}
      aria-label={t("title")}
      className="grid gap-4 noscript:hidden"
    >
      <Select {...field("bank")} required>
        <BankOptions choose={t("chooseBank")} />
      </Select>
      <Field {...field("account_number")} inputMode="numeric" autoComplete="off" required />
      <Field {...field("holder_name")} autoComplete="name" required />
      <div role="alert" className="empty:hidden">
        {trouble && <Notice look="danger">{t(`trouble.${trouble}`)}</Notice>}
      </div>
      <SendButton busy={busy} wide>
        {t(busy ? "sending" : "send")}
      </SendButton>
    </form>
  );
}
