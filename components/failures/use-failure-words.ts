import { useTranslations } from "next-intl";
import { wordsOf } from "./codes";

/** Plain words for one of our codes or the gateway's. An unknown code gets an honest generic text. */
export function useFailureWords() {
  const t = useTranslations("failures");
  return (code: string, of: "payment" | "refund" = "payment") => {
    const words = wordsOf(code) ?? (of === "refund" ? "refund_rejected" : "unknown");
    return { title: t(`${words}.title`), advice: t(`${words}.advice`) };
  };
}
