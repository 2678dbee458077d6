import { useTranslations } from "next-intl";
import type { Dossier } from "@/lib/desk/read/dossier";

type NeedReason = Dossier["needs"][number]["reason"];

/** Why a person is needed and what they are to do, in words; what the gateway told stands in brackets. */
export function useNeedWords() {
  const t = useTranslations("deskOrder.needs");
  return {
    whyOf: (reason: NeedReason, told: string) => `${t(`${reason}.why`)}${told ? ` (${told})` : ""}`,
    todoOf: (reason: NeedReason) => t(`${reason}.todo`),
  };
}
