import type { SdkErrorCode } from "../browser/sdk/errors";
import type { KeyPair } from "../keys";
import { wallets, worksInTests } from "../methods/wallets";
import { limits } from "../rules";

/** One payment method as the widget offers it. */
export type Offer = {
  /** The code the shop receives when it is chosen. */
  code: string;
  method: keyof typeof limits | "CUSTOM";
  ko: string;
  en: string;
  /** The range of amounts it can be chosen for. */
  from: number;
  to: number | null;
  /** If set, requesting the payment with this method fails with this code. */
  refused: SdkErrorCode | null;
};

export type OfferGroup = {
  id: "card" | "wallets" | "others";
  offers: Offer[];
};

/** Variants that behave differently, so that every refusal can be tried; any other offers the same as `DEFAULT`. */
export const variants = {
  /** Asks the buyer of a virtual account for a refund account. */
  refundAccount: "REFUND_ACCOUNT",
  /** The provider is out of order, whatever is chosen. */
  unhealthy: "UNHEALTHY",
  /** Virtual accounts would wait longer than allowed. */
  dueTooLate: "DUE_TOO_LATE",
  /** Offers a method that the shop itself would have to handle. */
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
