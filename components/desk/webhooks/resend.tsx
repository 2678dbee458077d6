"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Sends a message again. */
export function Resend({ message, type }: { message: string; type: string }) {
  const t = useTranslations("deskWebhooks");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/webhooks/resend");
  return (
    <>
      <button
        type="button"
        aria-label={t("resendOf", { type })}
        aria-disabled={busy}
        className="action action-quiet"
        onClick={() => send({ message }, () => router.refresh())}
      >
        {t("resend")}
      </button>
      <Trouble of={trouble} />
    </>
  );
}
