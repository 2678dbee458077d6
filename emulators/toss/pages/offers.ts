import type { SdkErrorCode } from "../browser/sdk/errors";
import type { KeyPair } from "../keys";
import { limits } from "../methods/limits";
import { wallets, worksInTests } from "../methods/wallets";

/** One way to pay as the widget offers it. */
export interface Offer {
  /** What the shop hears when it is chosen. */
  code: string;
  method: keyof typeof limits | "CUSTOM";
  ko: string;
  en: string;
  /** What one payment may be; outside of it the method cannot be chosen. */
  from: number;
  to: number | null;
  /** Chosen, it is refused with this when the shop asks for the payment. */
  refused: SdkErrorCode | null;
}

export interface OfferGroup {
  id: "card" | "wallets" | "others";
  offers: Offer[];
}

/** Variants that behave differently, so that every refusal can be tried; any other offers what `DEFAULT` does. */
export const variants = {
  /** Asks who takes a virtual account for the account that a refund would go to. */
  refundAccount: "REFUND_ACCOUNT",
  /** Whatever is chosen, its provider is out of order. */
  unhealthy: "UNHEALTHY",
  /** Virtual accounts would wait longer than is allowed. */
  dueTooLate: "DUE_TOO_LATE",
  /** Has a method that the shop itself would have to carry out. */
  custom: "CUSTOM_METHOD",
};

export function offersFor(pair: KeyPair, variantKey: string): OfferGroup[] {
  const offer = (code: string, method: keyof typeof limits, ko: string, en: string): Offer => {
    const refused = variantKey === variants.unhealthy ? "PROVIDER_STATUS_UNHEALTHY" : null;
    return { code, method, ko, en, ...limits[method], refused };
  };
  const virtualAccount = offer("VIRTUAL_ACCOUNT", "VIRTUAL_ACCOUNT", "가상계좌", "Virtual account");
  if (variantKey === variants.dueTooLate) virtualAccount.refused = "EXCEED_MAX_DUE_DATE";

  return [
    { id: "card", offers: [offer("CARD", "CARD", "신용·체크카드", "Credit or debit card")] },
    {
      id: "wallets",
      offers: wallets.map((wallet) => {
        const wanted = offer(wallet.code, "EASY_PAY", wallet.ko, wallet.en);
        if (worksInTests(wallet, pair)) return wanted;
        return { ...wanted, refused: "UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD" };
      }),
    },
    {
      id: "others",
      offers: [
        offer("TRANSFER", "TRANSFER", "계좌이체", "Bank transfer"),
        virtualAccount,
        offer("MOBILE_PHONE", "MOBILE_PHONE", "휴대폰", "Mobile phone"),
        ...(variantKey === variants.custom ? [voucher] : []),
      ],
    },
  ];
}

const voucher: Offer = {
  code: "CULTURE_VOUCHER",
  method: "CUSTOM",
  ko: "문화바우처",
  en: "Culture voucher",
  from: 1,
  to: null,
  refused: "CUSTOM_PAYMENT_METHOD_UNABLE_TO_PAY",
};
