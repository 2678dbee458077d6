"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmButton } from "../confirm-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Has the gateways' settlements read again from the beginning of a month. */
export function ReadAgain({ month }: { month: string }) {
  const t = useTranslations("deskSettlementActs");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/settlements/read");
  const [started, setStarted] = useState(false);
  return (
    <div>
      <ConfirmButton
        question={t("question")}
        words={{ act: t("act"), keep: t("keep") }}
        busy={busy}
        act={() =>
          send({ month }, () => {
            setStarted(true);
            router.refresh();
          })
        }
      />
      <p role="status" className="mt-2 text-sm text-soft empty:hidden">
        {started && t("started")}
      </p>
      <Trouble of={trouble} />
    </div>
  );
}
