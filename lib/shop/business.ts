import type { Locale } from "../money";

type Words = Record<Locale, string>;

/** Who sells, and on what terms. Korean law requires most of it in the footer of every page and in the shop's terms. */
export type Business = {
  shopName: Words;
  companyName: Words;
  representative: Words;
  registrationNumber: string;
  mailOrderNumber: Words;
  address: Words;
  hosting: Words;
  phone: string;
  email: string;
  hours: Words;
  /** The person responsible for personal data. */
  privacyOfficer: Words;
  carrier: Words;
  /** The maximum number of business days from payment to dispatch. */
  dispatchDays: number;
  /** What a buyer who changes their mind pays to return one parcel, in won. */
  returnFee: number;
  /** The date from which the terms, the privacy notice and the refund policy apply. */
  effectiveFrom: string;
};

/** A sample, until a manager says at the desk who sells here. */
export const sampleBusiness: Business = {
  shopName: { ko: "투트랙 스토어", en: "Twotrack Store" },
  companyName: { ko: "투트랙 상점", en: "Twotrack Shop" },
  representative: { ko: "홍길동", en: "Gildong Hong" },
  registrationNumber: "000-00-00000",
  mailOrderNumber: { ko: "제0000-서울중구-0000호", en: "0000-Seoul Jung-gu-0000" },
  address: { ko: "서울특별시 중구 세종대로 110", en: "110 Sejong-daero, Jung-gu, Seoul" },
  hosting: { ko: "투트랙 상점 (직접 운영)", en: "Twotrack Shop (self-hosted)" },
  phone: "02-000-0000",
  email: "hello@example.com",
  hours: { ko: "평일 10:00–17:00", en: "Weekdays 10:00–17:00 (KST)" },
  privacyOfficer: { ko: "홍길동 (대표)", en: "Gildong Hong (representative)" },
  carrier: { ko: "CJ대한통운", en: "CJ Logistics" },
  dispatchDays: 3,
  returnFee: 3_000,
  effectiveFrom: "2026-11-22",
};
