import { useTranslations } from "next-intl";

/** Why a cardholder disputes a payment, in words if there are some for Stripe's reason. */
export function useDisputeWords() {
  const t = useTranslations("deskOrder.disputeReasons");
  return (reason: string) =>
    t.has(reason as "general") ? t(reason as "general") : reason.replaceAll("_", " ");
}
