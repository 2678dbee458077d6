import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "@/lib/money";
import { useFailureWords } from "../failures/use-failure-words";
import type { Money } from "./amounts";
import type { Said } from "./says";

/** Puts what a page says into the reader's language. */
export function useSaid(): (said: Said) => string {
  const t = useTranslations("standing");
  const arrival = useTranslations("arrival");
  const methods = useTranslations("receipt.methods");
  const wordsFor = useFailureWords();
  const locale = useLocale();
  const money = (amount: Money) => formatMoney(amount, locale);
  return (said) => {
    switch (said.is) {
      case "words":
        return t(said.words, said.amount && { amount: money(said.amount) });
      case "payment":
        return t(`${said.of}.${said.fate}`, { method: methods(said.method), amount: money(said.amount) });
      case "arrival":
        return arrival(said.kind);
      case "failure":
        return wordsFor(said.code)[said.part];
    }
  };
}
