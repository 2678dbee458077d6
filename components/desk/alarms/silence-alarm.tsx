"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import type { AlarmName } from "@/lib/contracts/alarm-names";
import { silenceHours } from "@/lib/contracts/desk/alarms";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Silences an alarm for a while. */
export function SilenceAlarm({ alarms }: { alarms: { name: AlarmName; title: string }[] }) {
  const t = useTranslations("deskLists.alarms");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/alarms/silence");
  return (
    <form
      method="post"
      className="mt-4 grid items-end gap-4 sm:grid-cols-[2fr_1fr_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        const alarm = alarms.find(({ name }) => name === typed.get("name"));
        const hours = silenceHours.find((known) => String(known) === typed.get("hours"));
        if (alarm && hours) send({ name: alarm.name, hours }, () => router.refresh());
      }}
    >
      <Select name="name" label={t("which")}>
        {alarms.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </Select>
      <Select name="hours" label={t("howLong")}>
        {silenceHours.map((hours) => (
          <option key={hours} value={hours}>
            {t(`hours.${hours}`)}
          </option>
        ))}
      </Select>
      <SendButton busy={busy} look="quiet">
        {t("begin")}
      </SendButton>
      <p className="text-sm leading-relaxed text-soft sm:col-span-3">{t("silenceLead")}</p>
      <div className="sm:col-span-3 empty:hidden">
        <Trouble of={trouble} />
      </div>
    </form>
  );
}
