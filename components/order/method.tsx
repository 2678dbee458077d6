import { useLocale, useMessages, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Price } from "@/components/ui/price";
import { walletsInEnglish } from "@/lib/contracts/wallets";
import { traitsOf } from "@/lib/gateways/all-traits";
import type { Currency } from "@/lib/money";
import type messages from "@/messages/ko.json";
import type { Payment } from "../status/standing";
import { bankIn } from "./bank";

type Props = { payment: Payment; currency: Currency };

/** How an order is paid: the issuer, bank or wallet, and what each part of a wallet paid. */
export function Method({ payment, currency }: Props) {
  const t = useTranslations("receipt");
  const locale = useLocale();
  const { gateway, card, easy_pay, transfer, virtual_account, method, receipt_url } = payment;
  return (
    <>
      <Name payment={payment} />
      {transfer && <Detail>{bankIn(locale, transfer)}</Detail>}
      {virtual_account && (
        <Detail>{`${bankIn(locale, virtual_account)} ${virtual_account.account_number}`}</Detail>
      )}
      {card && <Detail>{card.number}</Detail>}
      {card?.points_used && <Detail>{t("cardPoints")}</Detail>}
      {easy_pay && <Parts payment={payment} easyPay={easy_pay} currency={currency} />}
      {receipt_url && (
        <a
          href={receipt_url}
          target="_blank"
          rel="noreferrer"
          className="ml-auto block w-fit py-1 text-accent underline underline-offset-4 print:hidden"
        >
          <span>{t(card && traitsOf(gateway).isKoreanCards ? "gatewayReceipt" : "gatewayReceiptOther")}</span>
          <span className="sr-only"> ({t("newWindow")})</span>
        </a>
      )}
      {method === "MOBILE" && <Detail>{t("onPhoneBill")}</Detail>}
    </>
  );
}

function Name({ payment: { gateway, card, easy_pay, method } }: { payment: Payment }) {
  const t = useTranslations("receipt");
  const locale = useLocale();
  const issuerOf = useIssuer();
  const wallet = easy_pay && (locale === "ko" ? easy_pay.provider : walletsInEnglish[easy_pay.provider]);
  const paidIn =
    card &&
    traitsOf(gateway).isKoreanCards &&
    t("installments", { months: card.installment_months, interest: card.interest_free ? "free" : "due" });
  if (easy_pay)
    return [wallet ?? easy_pay.provider, card && issuerOf(card.issuer), paidIn].filter(Boolean).join(" · ");
  if (!card) return t(`methods.${method}`);
  return [issuerOf(card.issuer) ?? t(`methods.${method}`), paidIn].filter(Boolean).join(" · ");
}

/** What the card inside a wallet, the wallet's balance, and its points paid; only if more than one did. */
function Parts({ payment, easyPay, currency }: Props & { easyPay: NonNullable<Payment["easy_pay"]> }) {
  const t = useTranslations("receipt");
  const ofCard = payment.card ? payment.amount - easyPay.amount - easyPay.discount : 0;
  const parts = [
    ["card", ofCard],
    ["money", easyPay.amount],
    ["points", easyPay.discount],
  ] as const;
  const paying = parts.filter(([, amount]) => amount > 0);
  if (paying.length < 2) return null;
  return paying.map(([part, amount]) => (
    <Detail key={part}>
      <span>{t(`parts.${part}`)}</span> <Price amount={amount} currency={currency} />
    </Detail>
  ));
}

const Detail = ({ children }: { children: ReactNode }) => (
  <span className="block text-soft tabular-nums">{children}</span>
);

function useIssuer() {
  const t = useTranslations("receipt.issuers");
  const { issuers } = useMessages().receipt;
  const isKnown = (code: string): code is keyof typeof messages.receipt.issuers =>
    Object.hasOwn(issuers, code);
  return (code: string) => (isKnown(code) ? t(code) : undefined);
}
