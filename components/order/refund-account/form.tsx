"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { call, type Input } from "@/components/api";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { banks } from "@/lib/contracts/banks";
import { troubleOf } from "../trouble";
import { type FieldName, faultsOf, fieldNames, type Typed } from "./check";

const nothing: Typed = { bank: "", account_number: "", holder_name: "" };

/** Where a deposit goes back to. What is typed stays until the shop has taken it. */
export function RefundAccountForm({ orderNumber }: { orderNumber: string }) {
  const t = useTranslations("refundAccount");
  const locale = useLocale();
  const router = useRouter();
  const [typed, setTyped] = useState(nothing);
  const [faults, setFaults] = useState<Partial<Record<FieldName, true>>>({});
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleOf>>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const refuse = (found: typeof faults) => {
    // Drawn at once: a field says what is wrong with it when it gets the focus.
    flushSync(() => setFaults(found));
    const first = fieldNames.find((name) => found[name]);
    form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
  };

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = faultsOf(typed);
    if (Object.keys(found).length > 0) return refuse(found);
    setBusy(true);
    setTrouble(undefined);
    const input: Input<"POST /payments/toss/refund-account"> = { order_number: orderNumber, ...typed };
    const answer = await call("POST /payments/toss/refund-account", input);
    setBusy(false);
    // Named in another tab a moment ago, or just now: either way the page knows what is so.
    if (answer.ok || answer.trouble.code === "no_account_needed") return router.refresh();
    const refused = fieldNames.filter((name) => answer.trouble.errors?.some(({ field }) => field === name));
    if (refused.length > 0) return refuse(Object.fromEntries(refused.map((name) => [name, true])));
    setTrouble(troubleOf(answer.trouble.code));
  };

  const field = (name: FieldName) => ({
    name,
    label: t(name),
    value: typed[name],
    fault: faults[name] && t(`faults.${name}`),
    onChange: ({ target }: { target: { value: string } }) => {
      setTyped({ ...typed, [name]: target.value });
      setFaults({ ...faults, [name]: undefined });
    },
  });

  // Before and without our script a browser would send a form by itself: never in an address.
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
        <option value="">{t("chooseBank")}</option>
        {banks.map((bank) => (
          <option key={bank.code} value={bank.code}>
            {bank[locale]}
          </option>
        ))}
      </Select>
      <Field {...field("account_number")} inputMode="numeric" autoComplete="off" required />
      <Field {...field("holder_name")} autoComplete="name" required />
      <div role="alert" className="empty:hidden">
        {trouble && <Notice look="danger">{t(`trouble.${trouble}`)}</Notice>}
      </div>
      <button type="submit" aria-disabled={busy} aria-busy={busy} className="action action-main w-full">
        {busy && <Spinner />}
        <span>{t(busy ? "sending" : "send")}</span>
      </button>
    </form>
  );
}
