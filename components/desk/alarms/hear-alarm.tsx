"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { SendButton } from "@/components/ui/send-button";
import type { AlarmName } from "@/lib/contracts/alarm-names";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Ends an alarm's silence. */
export function HearAlarm({ name, title }: { name: AlarmName; title: string }) {
  const t = useTranslations("deskLists.alarms");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/alarms/hear");
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        send({ name }, () => router.refresh());
      }}
    >
      <SendButton busy={busy} look="quiet" label={t("hearOf", { alarm: title })}>
        {t("hear")}
      </SendButton>
      <Trouble of={trouble} />
    </form>
  );
}
