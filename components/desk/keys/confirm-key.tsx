"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmButton } from "../confirm-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Confirms a key that another manager created. */
export function ConfirmKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations("desk");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/keys/confirm");
  return (
    <div>
      <ConfirmButton
        question={t("keys.sureConfirm", { name })}
        label={t("keys.confirmOf", { name })}
        words={{ act: t("keys.confirm"), keep: t("keep") }}
        busy={busy}
        act={() => send({ id }, () => router.refresh())}
      />
      <Trouble of={trouble} />
    </div>
  );
}
