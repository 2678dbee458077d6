"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** The switch that slows card payments down; `until` is its end, in words, while it is on. */
export function SlowDown({ until, may }: { until: string | undefined; may: boolean }) {
  const t = useTranslations("desk.slow");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/slow-down");
  const on = until !== undefined;
  if (!on && !may) return null;
  return (
    <section aria-label={t("label")} className="mt-12 border-t border-line pt-6">
      <h2 className="text-lg font-bold">{t("label")}</h2>
      <div role="status" className="mt-3 empty:hidden">
        {on && <Notice look="notice">{t("on", { until })}</Notice>}
      </div>
      {may && (
        <form
          method="post"
          className="mt-3 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            send({ on: !on }, () => router.refresh());
          }}
        >
          <p className="max-w-2xl leading-relaxed text-soft">{t("lead")}</p>
          <Trouble of={trouble} />
          <div>
            <SendButton busy={busy} look="quiet">
              {t(on ? "end" : "begin")}
            </SendButton>
          </div>
        </form>
      )}
    </section>
  );
}
