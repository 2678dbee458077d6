// Browsers load this file too: it is plain data and needs no parser.

/** The gateway names wallets in Korean. Source: Toss Payments, "easy pay response". */
export const walletsInEnglish: Record<string, string> = {
  토스페이: "Toss Pay",
  네이버페이: "Naver Pay",
  카카오페이: "Kakao Pay",
  삼성페이: "Samsung Pay",
  애플페이: "Apple Pay",
  페이코: "PAYCO",
  엘페이: "L.pay",
  SSG페이: "SSG Pay",
  핀페이: "Pinpay",
};
