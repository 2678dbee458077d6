"use client";

import { useMessages, useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type messages from "@/messages/ko.json";
import type { DeskTrouble } from "./api";

type Worded = Extract<keyof typeof messages.desk.trouble, DeskTrouble["code"]>;

/** Words for what the server refused. It is announced when it appears. */
export function Trouble({ of: trouble }: { of: DeskTrouble | undefined }) {
  const words = useTroubleWords();
  return (
    <div role="alert" className="empty:hidden">
      {trouble && <Notice look="danger">{words(trouble.code)}</Notice>}
    </div>
  );
}

/** What a refusal means to who works at the desk; a code without words of its own is named. */
export function useTroubleWords() {
  const t = useTranslations("desk.trouble");
  const { desk } = useMessages();
  const isWorded = (code: DeskTrouble["code"]): code is Worded => code in desk.trouble;
  return (code: DeskTrouble["code"]) => (isWorded(code) ? t(code) : t("other", { code }));
}
