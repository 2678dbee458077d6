"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { controlLook, Labeled } from "@/components/ui/labeled";
import { SendButton } from "@/components/ui/send-button";
import { base64Of } from "../base64-of";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Props = { logo: { id: string; width: number; height: number } | null; maxBytes: number };

/** Uploads the shop's logo, or removes it. */
export function LogoForm({ logo, maxBytes }: Props) {
  const t = useTranslations("deskShop.logo");
  const router = useRouter();
  const [file, setFile] = useState<File>();
  const [fault, setFault] = useState<"large" | "unreadable">();
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/shop/logo");
  const save = async (content: string | null) => {
    const refused = await send({ file: content }, () => router.refresh());
    if (!refused?.errors?.length) return;
    setFault("unreadable");
    setTrouble(undefined);
  };
  return (
    <form
      method="post"
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        if (!file) return setFault("unreadable");
        if (file.size > maxBytes) return setFault("large");
        setFault(undefined);
        await save(await base64Of(file));
      }}
    >
      {logo && (
        <p className="rounded-xl bg-white">
          {/* biome-ignore lint/performance/noImgElement: nothing resizes pictures here. */}
          <img
            src={`/logo?id=${logo.id}`}
            alt={t("current")}
            width={Math.round((32 * logo.width) / logo.height)}
            height={32}
            className="h-8 w-auto max-w-full object-contain object-left"
          />
        </p>
      )}
      <Labeled name="logo" label={t("file")} fault={fault && t(fault)}>
        {(control) => (
          <input
            {...control}
            name="logo"
            type="file"
            accept="image/png,image/jpeg,image/webp"
            className={`${controlLook} w-full px-4 py-3`}
            onChange={(event) => {
              setFile(event.target.files?.[0]);
              setFault(undefined);
            }}
          />
        )}
      </Labeled>
      <div className="flex flex-wrap items-center gap-3">
        <SendButton busy={busy}>{t("save")}</SendButton>
        {logo && (
          <button type="button" className="action action-quiet" onClick={() => save(null)}>
            {t("remove")}
          </button>
        )}
      </div>
      <Trouble of={trouble} />
    </form>
  );
}
