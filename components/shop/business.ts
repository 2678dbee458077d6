import type { Locale } from "@/lib/money";

type Words = Record<Locale, string>;

/**
 * Who sells here. Korean law wants these lines in the footer of every page of a shop, so a shop that
 * adopts Twotrack writes its own here first.
 */
export const business = {
  shopName: { ko: "투트랙 스토어", en: "Twotrack Store" },
  companyName: { ko: "투트랙 상점", en: "Twotrack Shop" },
  representative: { ko: "홍길동", en: "Gildong Hong" },
  registrationNumber: "000-00-00000",
  mailOrderNumber: { ko: "제0000-서울중구-0000호", en: "0000-Seoul Jung-gu-0000" },
  address: { ko: "서울특별시 중구 세종대로 110", en: "110 Sejong-daero, Jung-gu, Seoul" },
  phone: "02-000-0000",
  email: "hello@example.com",
  hours: { ko: "평일 10:00–17:00", en: "Weekdays 10:00–17:00 (KST)" },
} satisfies Record<string, string | Words>;
