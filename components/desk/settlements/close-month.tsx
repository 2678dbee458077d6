"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmButton } from "../confirm-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Closes a month, after asking. */
export function CloseMonth({ month }: { month: string }) {
  const t = useTranslations("deskSettlementActs.close");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/settlements/close");
  return (
    <>
      <ConfirmButton
        question={t("question")}
        words={{ act: t("act"), keep: t("keep") }}
        busy={busy}
        act={() => send({ month }, () => router.refresh())}
      />
      <Trouble of={trouble} />
    </>
  );
}
