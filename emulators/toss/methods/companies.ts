/** A card company, as named in `issuerCode`, in requests, and to buyers. */
export type CardCompany = {
  code: string;
  id: string;
  ko: string;
  en: string;
};

export const cardCompanies: readonly CardCompany[] = [
  { code: "41", id: "SHINHAN", ko: "신한", en: "Shinhan" },
  { code: "61", id: "HYUNDAI", ko: "현대", en: "Hyundai" },
  { code: "51", id: "SAMSUNG", ko: "삼성", en: "Samsung" },
  { code: "11", id: "KOOKMIN", ko: "국민", en: "KB Kookmin" },
  { code: "31", id: "BC", ko: "비씨", en: "BC" },
  { code: "71", id: "LOTTE", ko: "롯데", en: "Lotte" },
  { code: "21", id: "HANA", ko: "하나", en: "Hana" },
  { code: "91", id: "NONGHYEOP", ko: "농협", en: "NH Nonghyup" },
  { code: "W1", id: "WOORI", ko: "우리", en: "Woori" },
  { code: "36", id: "CITI", ko: "씨티", en: "Citi" },
  { code: "15", id: "KAKAOBANK", ko: "카카오뱅크", en: "KakaoBank" },
  { code: "24", id: "TOSSBANK", ko: "토스뱅크", en: "Toss Bank" },
  { code: "3A", id: "KBANK", ko: "케이뱅크", en: "K bank" },
  { code: "3K", id: "IBK_BC", ko: "기업", en: "IBK" },
  { code: "30", id: "KDBBANK", ko: "산업", en: "KDB" },
  { code: "34", id: "SUHYEOP", ko: "수협", en: "Suhyup" },
  { code: "46", id: "GWANGJUBANK", ko: "광주", en: "Gwangju" },
  { code: "35", id: "JEONBUKBANK", ko: "전북", en: "Jeonbuk" },
  { code: "42", id: "JEJUBANK", ko: "제주", en: "Jeju" },
  { code: "62", id: "SHINHYEOP", ko: "신협", en: "Shinhyup" },
  { code: "38", id: "SAEMAUL", ko: "새마을", en: "Saemaul" },
  { code: "39", id: "SAVINGBANK", ko: "저축은행", en: "Savings bank" },
  { code: "37", id: "POST", ko: "우체국", en: "Korea Post" },
];

/** Finds a company by its code or its English or Korean name; requests may use any of them. */
export function findCardCompany(name: string): CardCompany | undefined {
  return cardCompanies.find(({ code, id, ko }) => name === code || name === id || name === ko);
}
