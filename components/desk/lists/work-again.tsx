"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "../send-button";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** Has a webhook worked on once more. */
export function WorkAgain({ id }: { id: string }) {
  const t = useTranslations("deskLists.inbox");
  const router = useRouter();
  const [done, setDone] = useState(false);
  const { send, busy, trouble } = useSend("/admin/api/inbox/work");
  return (
    <form
      method="post"
      className="mt-4 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setDone(false);
        send({ id }, () => {
          setDone(true);
          router.refresh();
        });
      }}
    >
      <Trouble of={trouble} />
      <div role="status" className="empty:hidden">
        {done && <Notice look="good">{t("worked")}</Notice>}
      </div>
      <div>
        <SendButton busy={busy} look="quiet">
          {t("again")}
        </SendButton>
      </div>
    </form>
  );
}
