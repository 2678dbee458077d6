/** A bank or a securities firm, as named in `bankCode`, in requests, and to buyers. */
export type Bank = {
  code: string;
  id: string;
  ko: string;
  en: string;
};

export const banks: readonly Bank[] = [
  { code: "11", id: "NONGHYEOP", ko: "농협", en: "NH Nonghyup" },
  { code: "06", id: "KOOKMIN", ko: "국민", en: "KB Kookmin" },
  { code: "88", id: "SHINHAN", ko: "신한", en: "Shinhan" },
  { code: "20", id: "WOORI", ko: "우리", en: "Woori" },
  { code: "81", id: "HANA", ko: "하나", en: "Hana" },
  { code: "03", id: "IBK", ko: "기업", en: "IBK" },
  { code: "90", id: "KAKAOBANK", ko: "카카오", en: "KakaoBank" },
  { code: "92", id: "TOSSBANK", ko: "토스", en: "Toss Bank" },
  { code: "89", id: "KBANK", ko: "케이", en: "K bank" },
  { code: "71", id: "POST", ko: "우체국", en: "Korea Post" },
  { code: "45", id: "SAEMAUL", ko: "새마을", en: "Saemaul" },
  { code: "48", id: "SHINHYEOP", ko: "신협", en: "Shinhyup" },
  { code: "07", id: "SUHYEOP", ko: "수협", en: "Suhyup" },
  { code: "31", id: "DAEGUBANK", ko: "대구", en: "iM Bank (Daegu)" },
  { code: "32", id: "BUSANBANK", ko: "부산", en: "Busan" },
  { code: "39", id: "KYONGNAMBANK", ko: "경남", en: "Kyongnam" },
  { code: "34", id: "GWANGJUBANK", ko: "광주", en: "Gwangju" },
  { code: "37", id: "JEONBUKBANK", ko: "전북", en: "Jeonbuk" },
  { code: "35", id: "JEJUBANK", ko: "제주", en: "Jeju" },
  { code: "23", id: "SC", ko: "SC제일", en: "SC First" },
  { code: "27", id: "CITI", ko: "씨티", en: "Citi" },
  { code: "02", id: "KDBBANK", ko: "산업", en: "KDB" },
  { code: "50", id: "SAVINGBANK", ko: "저축", en: "Savings bank" },
  { code: "64", id: "SANLIM", ko: "산림", en: "Forestry" },
  { code: "12", id: "LOCALNONGHYEOP", ko: "단위농협", en: "Local Nonghyup" },
  { code: "54", id: "HSBC", ko: "HSBC", en: "HSBC" },
];

/** They can receive refunds; nobody pays from them here. */
const securities: readonly Bank[] = [
  { code: "S0", id: "YUANTA", ko: "유안타", en: "Yuanta" },
  { code: "S2", id: "SHINHAN_INVESTMENT", ko: "신한투자", en: "Shinhan Securities" },
  { code: "S3", id: "SAMSUNG", ko: "삼성", en: "Samsung Securities" },
  { code: "S4", id: "KB_SECURITIES", ko: "KB", en: "KB Securities" },
  { code: "S5", id: "MIRAE_ASSET", ko: "미래에셋", en: "Mirae Asset" },
  { code: "S6", id: "KOREA_INVESTMENT", ko: "한국투자", en: "Korea Investment" },
  { code: "SB", id: "KIWOOM", ko: "키움", en: "Kiwoom" },
  { code: "SL", id: "NH_INVESTMENT", ko: "NH투자", en: "NH Investment" },
  { code: "SQ", id: "KAKAOPAY_SECURITIES", ko: "카카오페이", en: "Kakao Pay Securities" },
  { code: "ST", id: "TOSS_SECURITIES", ko: "토스증권", en: "Toss Securities" },
];

/** The banks that open virtual accounts. */
export const issuingBanks: readonly Bank[] = banks.filter(({ id }) =>
  [
    "NONGHYEOP",
    "KOOKMIN",
    "SHINHAN",
    "WOORI",
    "HANA",
    "IBK",
    "POST",
    "SUHYEOP",
    "DAEGUBANK",
    "BUSANBANK",
    "KYONGNAMBANK",
    "GWANGJUBANK",
    "JEONBUKBANK",
    "SAEMAUL",
    "KBANK",
  ].includes(id),
);

/** Finds a bank by its code or its English or Korean name; requests may use any of them. */
export function findBank(name: string, among: readonly Bank[] = banks): Bank | undefined {
  return among.find(({ code, id, ko }) => name === code || name === id || name === ko);
}

/** A bank or securities firm that can receive a refund. */
export function findReceivingBank(name: string): Bank | undefined {
  return findBank(name) ?? findBank(name, securities);
}
