import type { ErrorCode, Language } from "../errors";
import type { Choice, Payment } from "../payment";
import { declineAtConfirm, printCard, refusalAtAuthentication } from "./card";

/** What a payment method decides for itself; everything else is the same for all of them. */
interface Method {
  ko: string;
  en: string;
  /** The field of the Payment object that carries this method's details. */
  detail: "card";
  refusalAtAuthentication(choice: Choice): ErrorCode | null;
  declineAtConfirm(payment: Payment, choice: Choice): ErrorCode | null;
  print(payment: Payment, choice: Choice, language: Language): object;
}

export const methods: Record<Choice["method"], Method> = {
  CARD: {
    ko: "카드",
    en: "CARD",
    detail: "card",
    refusalAtAuthentication,
    declineAtConfirm,
    print: printCard,
  },
};
