"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmButton } from "../confirm-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Revokes an API key permanently. */
export function EndKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations("desk");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/keys/revoke");
  return (
    <div>
      <ConfirmButton
        question={t("keys.sure", { name })}
        label={t("keys.revokeOf", { name })}
        words={{ act: t("keys.revoke"), keep: t("keep") }}
        busy={busy}
        act={() => send({ id }, () => router.refresh())}
      />
      <Trouble of={trouble} />
    </div>
  );
}
