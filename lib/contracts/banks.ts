// Browsers load this file too: it is plain data and needs no parser.

export type Bank = { code: string; id: string; ko: string; en: string };

/** Banks by the two-digit code Toss uses. Source: Toss Payments, "bank codes". */
export const banks: readonly Bank[] = [
  { code: "06", id: "KOOKMIN", ko: "국민은행", en: "KB Kookmin Bank" },
  { code: "88", id: "SHINHAN", ko: "신한은행", en: "Shinhan Bank" },
  { code: "20", id: "WOORI", ko: "우리은행", en: "Woori Bank" },
  { code: "81", id: "HANA", ko: "하나은행", en: "Hana Bank" },
  { code: "11", id: "NONGHYEOP", ko: "농협은행", en: "NH Nonghyup Bank" },
  { code: "03", id: "IBK", ko: "기업은행", en: "Industrial Bank of Korea" },
  { code: "90", id: "KAKAOBANK", ko: "카카오뱅크", en: "KakaoBank" },
  { code: "92", id: "TOSSBANK", ko: "토스뱅크", en: "Toss Bank" },
  { code: "89", id: "KBANK", ko: "케이뱅크", en: "K bank" },
  { code: "71", id: "POST", ko: "우체국", en: "Korea Post" },
  { code: "45", id: "SAEMAUL", ko: "새마을금고", en: "Saemaul Geumgo" },
  { code: "48", id: "SHINHYEOP", ko: "신협", en: "Shinhyup" },
  { code: "07", id: "SUHYEOP", ko: "수협은행", en: "Suhyup Bank" },
  { code: "12", id: "LOCALNONGHYEOP", ko: "지역농축협", en: "Local Nonghyup" },
  { code: "23", id: "SC", ko: "SC제일은행", en: "Standard Chartered Korea" },
  { code: "27", id: "CITI", ko: "씨티은행", en: "Citibank Korea" },
  { code: "31", id: "DAEGUBANK", ko: "iM뱅크", en: "iM Bank" },
  { code: "32", id: "BUSANBANK", ko: "부산은행", en: "Busan Bank" },
  { code: "39", id: "KYONGNAMBANK", ko: "경남은행", en: "Kyongnam Bank" },
  { code: "34", id: "GWANGJUBANK", ko: "광주은행", en: "Gwangju Bank" },
  { code: "37", id: "JEONBUKBANK", ko: "전북은행", en: "Jeonbuk Bank" },
  { code: "35", id: "JEJUBANK", ko: "제주은행", en: "Jeju Bank" },
  { code: "02", id: "KDBBANK", ko: "산업은행", en: "Korea Development Bank" },
  { code: "50", id: "SAVINGBANK", ko: "저축은행", en: "Savings bank" },
  { code: "64", id: "SANLIM", ko: "산림조합", en: "Forestry cooperative" },
  { code: "54", id: "HSBC", ko: "HSBC은행", en: "HSBC" },
];

/** Finds a bank by its code or its English ID. */
export const findBank = (name: string): Bank | undefined =>
  banks.find(({ code, id }) => name === code || name === id);
