import { useTranslations } from "next-intl";
import type { Dossier } from "@/lib/desk/read/dossier";

type NeedReason = Dossier["needs"][number]["reason"];

/** Why staff are needed and what they should do, in words, followed by the gateway's own code in parentheses. */
export function useNeedWords() {
  const t = useTranslations("deskOrder.needs");
  return {
    whyOf: (reason: NeedReason, told: string) => `${t(`${reason}.why`)}${told ? ` (${told})` : ""}`,
    todoOf: (reason: NeedReason) => t(`${reason}.todo`),
  };
}
