import { useTranslations } from "next-intl";
import { wordsOf } from "./codes";

/** Plain words for a code of ours or of the gateway's. A code we have no words for gets honest ones. */
export function useFailureWords() {
  const t = useTranslations("failures");
  return (code: string, of: "payment" | "refund" = "payment") => {
    const words = wordsOf(code) ?? (of === "refund" ? "refund_rejected" : "unknown");
    return { title: t(`${words}.title`), advice: t(`${words}.advice`) };
  };
}
