"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import type { DeskReply } from "../api";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

const path = "/admin/api/inbox/work";
type State = DeskReply<typeof path>["state"];
const looks = { done: "good", new: "notice", failed: "danger" } as const satisfies Record<State, string>;

/** Processes a webhook again, and shows the result: it may have to wait its turn, or fail again. */
export function WorkAgain({ id }: { id: string }) {
  const t = useTranslations("deskLists.inbox");
  const router = useRouter();
  const [came, setCame] = useState<State>();
  const { send, busy, trouble } = useSend(path);
  return (
    <form
      method="post"
      className="mt-4 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setCame(undefined);
        send({ id }, ({ state }) => {
          setCame(state);
          router.refresh();
        });
      }}
    >
      <Trouble of={trouble} />
      <div role="status" className="empty:hidden">
        {came && <Notice look={looks[came]}>{t(`worked.${came}`)}</Notice>}
      </div>
      <div>
        <SendButton busy={busy} look="quiet">
          {t("again")}
        </SendButton>
      </div>
    </form>
  );
}
