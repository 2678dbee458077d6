"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { SendButton } from "../send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Has the shop look at what it needs to sell. */
export function LookAgain() {
  const t = useTranslations("doctor");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/doctor");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send({}, () => router.refresh());
      }}
    >
      <SendButton busy={busy}>{t("run")}</SendButton>
      <Trouble of={trouble} />
    </form>
  );
}
