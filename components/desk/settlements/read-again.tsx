"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmButton } from "../confirm-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Props = {
  /** The first day that is read again. */
  from: string;
  of: "month" | "difference";
  /** Which difference, for the button's accessible name. */
  about?: string;
};

/** Has the gateways' settlements read again from the beginning of a month, or from the day of a difference. */
export function ReadAgain({ from, of, about }: Props) {
  const t = useTranslations("deskSettlementActs");
  const isMonth = of === "month";
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/settlements/read");
  const [started, setStarted] = useState(false);
  return (
    <div>
      <ConfirmButton
        question={isMonth ? t("question") : t("difference.question", { day: from })}
        {...(about && { label: t("difference.actOf", { about }) })}
        words={{ act: isMonth ? t("act") : t("difference.act"), keep: t("keep") }}
        busy={busy}
        act={() =>
          send({ from }, () => {
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
