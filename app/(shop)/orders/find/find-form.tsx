"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef } from "react";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { lookUp } from "./look-up";

/** Works without JavaScript as a plain form: then the server shows it again with what was typed. */
export function FindForm() {
  const t = useTranslations("find");
  const [search, find, busy] = useActionState(lookUp, { typed: { number: "", contact: "" } });
  const { typed, faults, notFound, wait } = search;
  const form = useRef<HTMLFormElement>(null);

  // The first thing to put right is where typing goes on.
  useEffect(() => {
    if (search.faults) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [search]);

  return (
    <form ref={form} action={find} noValidate className="grid gap-4">
      <div role="alert" className="empty:hidden">
        {notFound && <Notice look="danger">{t("notFound")}</Notice>}
        {wait && <Notice look="danger">{t("wait", { minutes: wait })}</Notice>}
      </div>
      <Field
        name="number"
        label={t("number")}
        defaultValue={typed.number}
        fault={faults?.number && t("numberWrong")}
        placeholder="ORD-20261121-7K3M9Q"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={80}
        required
      />
      <Field
        name="contact"
        label={t("contact")}
        defaultValue={typed.contact}
        fault={faults?.contact && t("contactWrong")}
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        required
      />
      <button
        type="submit"
        aria-disabled={busy}
        aria-busy={busy}
        className="action action-main mt-2 min-h-14 text-lg"
      >
        {busy && <Spinner />}
        {busy ? t("finding") : t("find")}
      </button>
    </form>
  );
}
