"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { SendButton } from "@/components/ui/send-button";
import type { DeskInput } from "../api";
import { Section } from "../section";
import { Trouble } from "../trouble";
import { faultsBeside, useSend } from "../use-send";
import { AccentField } from "./accent-field";
import { AmountFields, LegalFields, SellerFields } from "./fields";
import { type Sheet, sheetIn, type Typed, typedOf } from "./typed";

type Props = { sheet: Sheet; version: number; samples: Record<string, string> };

/** Who the seller is, how the shop looks, what delivery costs, and the legal texts: one form, saved at once. */
export function ShopForm(props: Props) {
  const [saved, setSaved] = useState(false);
  // After a save the form begins again with what is stored now; that it was saved stays on the page.
  return <VersionForm key={props.version} {...props} saved={saved} onSaved={setSaved} />;
}

type VersionProps = Props & { saved: boolean; onSaved: (saved: boolean) => void };

function VersionForm({ sheet, version, samples, saved, onSaved }: VersionProps) {
  const t = useTranslations("deskShop");
  const router = useRouter();
  const form = useForm<Typed>({ defaultValues: typedOf(sheet) });
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/shop/save");
  const submit = form.handleSubmit(async (typed) => {
    onSaved(false);
    const input: DeskInput<"/admin/api/shop/save"> = { ...sheetIn(typed), version };
    const refused = await send(input, () => {
      onSaved(true);
      router.refresh();
    });
    if (!refused?.errors?.length) return;
    faultsBeside(refused, Object.keys(typed) as (keyof Typed)[], form.setError);
    setTrouble(undefined);
  });
  return (
    <FormProvider {...form}>
      <form method="post" noValidate onSubmit={submit}>
        <Section id="seller" title={t("seller.title")}>
          <p className="mt-1 text-soft">{t("seller.lead")}</p>
          <SellerFields />
        </Section>
        <Section id="look" title={t("look.title")}>
          <AccentField />
        </Section>
        <Section id="delivery" title={t("delivery.title")}>
          <p className="mt-1 text-soft">{t("delivery.lead")}</p>
          <AmountFields />
        </Section>
        <Section id="legal" title={t("legal.title")}>
          <p className="mt-1 text-soft">{t("legal.lead")}</p>
          <LegalFields samples={samples} />
        </Section>
        {/* The form is long: its button stays in sight. */}
        <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-white px-4 py-3 sm:-mx-6 sm:px-6">
          <SendButton busy={busy}>{t("save")}</SendButton>
          <p role="status" className="text-soft empty:hidden">
            {saved && t("saved")}
          </p>
          <Trouble of={trouble} />
        </div>
      </form>
    </FormProvider>
  );
}
