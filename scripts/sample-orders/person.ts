import type { Draw } from "./draw";

const surnames = [
  ["김", "kim"],
  ["이", "lee"],
  ["박", "park"],
  ["최", "choi"],
  ["정", "jung"],
  ["강", "kang"],
  ["조", "cho"],
  ["윤", "yoon"],
  ["장", "jang"],
  ["임", "lim"],
  ["한", "han"],
  ["오", "oh"],
  ["서", "seo"],
  ["신", "shin"],
  ["권", "kwon"],
  ["황", "hwang"],
  ["송", "song"],
  ["홍", "hong"],
] as const;
const first = [
  ["민", "min"],
  ["서", "seo"],
  ["지", "ji"],
  ["하", "ha"],
  ["예", "ye"],
  ["도", "do"],
  ["시", "si"],
  ["유", "yu"],
  ["수", "su"],
  ["은", "eun"],
  ["현", "hyun"],
  ["재", "jae"],
  ["태", "tae"],
  ["나", "na"],
  ["소", "so"],
] as const;
const second = [
  ["준", "jun"],
  ["연", "yeon"],
  ["우", "woo"],
  ["아", "a"],
  ["윤", "yun"],
  ["진", "jin"],
  ["영", "young"],
  ["호", "ho"],
  ["빈", "bin"],
  ["원", "won"],
  ["희", "hee"],
  ["솔", "sol"],
  ["람", "ram"],
] as const;
const abroad = ["Emma", "Lucas", "Mia", "Noah", "Sofia", "Leo", "Chloe", "Hugo", "Ines", "Oscar"] as const;
const families = [
  "Weber",
  "Moreau",
  "Rossi",
  "Novak",
  "Silva",
  "Jensen",
  "Walker",
  "Tanaka",
  "Larsen",
] as const;
const streets = [
  "세종대로",
  "테헤란로",
  "월드컵북로",
  "올림픽로",
  "중앙로",
  "해운대로",
  "달구벌대로",
] as const;

/** A shopper. Their email addresses use domains that nobody owns. */
export function personOf(draw: Draw, locale: "ko" | "en") {
  const n = draw.below(1_000);
  if (locale === "en") {
    const [given, family] = [draw.oneOf(abroad), draw.oneOf(families)];
    return {
      customerName: `${given} ${family}`,
      customerEmail: `${given}.${family}${n}@example.net`.toLowerCase(),
      customerPhone: `+1415555${draw.digits(4)}`,
      shippingAddress: {
        country: "US",
        postcode: "94107",
        region: "CA",
        city: "San Francisco",
        line1: `${1 + draw.below(900)} Brannan St`,
      },
    };
  }
  const [surname, one, two] = [draw.oneOf(surnames), draw.oneOf(first), draw.oneOf(second)];
  return {
    customerName: `${surname[0]}${one[0]}${two[0]}`,
    customerEmail: `${one[1]}${two[1]}.${surname[1]}${n}@example.com`,
    customerPhone: `010${draw.digits(8)}`,
    shippingAddress: {
      country: "KR",
      postcode: draw.digits(5),
      line1: `${draw.oneOf(streets)} ${1 + draw.below(400)}`,
    },
  };
}
