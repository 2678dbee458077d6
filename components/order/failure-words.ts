import { useMessages, useTranslations } from "next-intl";
import type messages from "@/messages/ko.json";

type Code = keyof typeof messages.failures;

/** Plain words for a code of ours or of the gateway's. A code we have no words for gets honest ones. */
export function useFailureWords() {
  const t = useTranslations("failures");
  const { failures } = useMessages();
  const isKnown = (code: string): code is Code => Object.hasOwn(failures, code);
  return (code: string) => {
    const known = isKnown(code) ? code : "unknown";
    return { title: t(`${known}.title`), advice: t(`${known}.advice`) };
  };
}
