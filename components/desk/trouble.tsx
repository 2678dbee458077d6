"use client";

import { useMessages, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type messages from "@/messages/ko.json";
import type { DeskTrouble } from "./api";

type Worded = Extract<keyof typeof messages.desk.trouble, DeskTrouble["code"]>;

/** The message for what the server refused. Screen readers announce it when it appears. */
export function Trouble({ of: trouble }: { of: DeskTrouble | undefined }) {
  const words = useTroubleWords();
  return (
    <div role="alert" className="empty:hidden">
      {trouble && <Notice look="danger">{words(trouble.code)}</Notice>}
    </div>
  );
}

/** What a refusal means to staff; for a code without a message the code is shown. */
export function useTroubleWords() {
  const t = useTranslations("desk.trouble");
  const { desk } = useMessages();
  const isWorded = (code: DeskTrouble["code"]): code is Worded => code in desk.trouble;
  return (code: DeskTrouble["code"]) => (isWorded(code) ? t(code) : t("other", { code }));
}
