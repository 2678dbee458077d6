export const walletCodes = [
  "TOSSPAY",
  "NAVERPAY",
  "KAKAOPAY",
  "SAMSUNGPAY",
  "APPLEPAY",
  "PAYCO",
  "LPAY",
  "SSG",
  "PINPAY",
  "KBPAY",
] as const;

export type WalletCode = (typeof walletCodes)[number];

export const walletSources = ["card", "money", "points"] as const;

/** What the wallet pays with: a card, its own money, or points plus money for the rest. */
export type WalletSource = (typeof walletSources)[number];

/** A wallet: its code in requests and in the widget, and its Korean name in answers. */
export type Wallet = {
  code: WalletCode;
  ko: string;
  en: string;
  sources: readonly WalletSource[];
  /** Availability with test keys: always, only with a contract, or never (live keys only). */
  inTests: "always" | "contract" | "never";
};

const everything = walletSources;

export const wallets: readonly Wallet[] = [
  { code: "TOSSPAY", ko: "토스페이", en: "Toss Pay", sources: everything, inTests: "always" },
  { code: "NAVERPAY", ko: "네이버페이", en: "Naver Pay", sources: everything, inTests: "always" },
  { code: "KAKAOPAY", ko: "카카오페이", en: "Kakao Pay", sources: everything, inTests: "contract" },
  { code: "SAMSUNGPAY", ko: "삼성페이", en: "Samsung Pay", sources: ["card"], inTests: "always" },
  { code: "APPLEPAY", ko: "애플페이", en: "Apple Pay", sources: ["card"], inTests: "always" },
  { code: "PAYCO", ko: "페이코", en: "PAYCO", sources: everything, inTests: "never" },
  { code: "LPAY", ko: "엘페이", en: "L.pay", sources: everything, inTests: "always" },
  { code: "SSG", ko: "SSG페이", en: "SSG Pay", sources: everything, inTests: "always" },
  { code: "PINPAY", ko: "핀페이", en: "PinPay", sources: ["card", "money"], inTests: "always" },
  { code: "KBPAY", ko: "KB페이", en: "KB Pay", sources: ["card", "money"], inTests: "contract" },
];

/** Finds a wallet by its code or its Korean name; requests may use either. */
export function findWallet(name: string): Wallet | undefined {
  return wallets.find(({ code, ko }) => name === code || name === ko);
}

/** Whether it can be tried with a test key, given whether the merchant has a contract. */
export function worksInTests({ inTests }: Wallet, { contract }: { contract: boolean }): boolean {
  return inTests === "always" || (inTests === "contract" && contract);
}
