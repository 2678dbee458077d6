export const carrierCodes = ["SKT", "KT", "LGU", "HELLO", "KCT", "SK7"] as const;

export type CarrierCode = (typeof carrierCodes)[number];

/** A mobile carrier, whose monthly bill the buyer pays with. */
export type Carrier = {
  code: CarrierCode;
  ko: string;
  en: string;
};

export const carriers: readonly Carrier[] = [
  { code: "SKT", ko: "SKT", en: "SK Telecom" },
  { code: "KT", ko: "KT", en: "KT" },
  { code: "LGU", ko: "LG U+", en: "LG U+" },
  { code: "HELLO", ko: "헬로모바일", en: "Hello Mobile" },
  { code: "KCT", ko: "KCT", en: "KCT" },
  { code: "SK7", ko: "SK 7mobile", en: "SK 7mobile" },
];
