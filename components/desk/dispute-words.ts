import { useTranslations } from "next-intl";

/** Why a cardholder disputes a payment, in words where Stripe's reason has some here. */
export function useDisputeWords() {
  const t = useTranslations("deskOrder.disputeReasons");
  return (reason: string) =>
    t.has(reason as "general") ? t(reason as "general") : reason.replaceAll("_", " ");
}
