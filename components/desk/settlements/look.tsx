"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Asks the gateway about an order's payments now. */
export function LookNow({ orderNumber }: { orderNumber: string }) {
  const t = useTranslations("deskSettlementActs.look");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/payments/look");
  const [result, setResult] = useState<"done" | "unanswered">();
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        send({ order_number: orderNumber }, ({ answered }) => {
          setResult(answered ? "done" : "unanswered");
          router.refresh();
        });
      }}
    >
      <SendButton busy={busy} look="quiet" label={t("actOf", { number: orderNumber })}>
        {t("act")}
      </SendButton>
      <p role="status" className="mt-1 text-sm text-soft empty:hidden">
        {result && t(result)}
      </p>
      <Trouble of={trouble} />
    </form>
  );
}
