import type { Currency } from "./money";

/** What delivery costs, in minor units of one currency. */
export type DeliveryRates = {
  /** Per order. */
  fee: number;
  /** From this price of the goods on, an order has no fee; 0 if every order has it. */
  freeFrom: number;
  /** On top, also of a free delivery, for Jeju and islands without a bridge. */
  islandFee: number;
};

/** As far as it decides the fee. Orders in won go to Korea unless they name a country. */
export type Destination = { country?: string | undefined; postcode?: string | undefined };

/** What the delivery of an order costs, in minor units. What is not sent anywhere costs nothing. */
export function deliveryFee(
  rates: DeliveryRates,
  goods: number,
  currency: Currency,
  to: Destination | undefined,
): number {
  if (!to) return 0;
  const isFree = rates.freeFrom > 0 && goods >= rates.freeFrom;
  return (isFree ? 0 : rates.fee) + (isIsland(currency, to) ? rates.islandFee : 0);
}

/** Whether a Korean address is on Jeju or on an island to which couriers charge more. */
export function isIsland(currency: Currency, { country, postcode = "" }: Destination): boolean {
  if ((country || (currency === "KRW" ? "KR" : undefined)) !== "KR" || !/^\d{5}$/.test(postcode))
    return false;
  const code = Number(postcode);
  return islands.some(([first, last]) => first <= code && code <= last);
}

/**
 * The postcodes of Jeju and of the islands that couriers serve by ship, first and last of each range. Source: the list
 * that Korean shop builders ship, such as imweb's and Cafe24's, after the couriers' own.
 */
const islands = [
  [63_000, 63_644], // Jeju
  [22_386, 22_388], // Incheon, Jung-gu
  [23_004, 23_010], // Incheon, Ganghwa
  [23_100, 23_116], // Incheon, Ongjin
  [23_124, 23_136],
  [31_708, 31_708], // Dangjin
  [32_133, 32_133], // Taean
  [33_411, 33_411], // Boryeong
  [40_200, 40_240], // Ulleung and Dokdo
  [46_768, 46_771], // Busan, Gangseo-gu
  [52_570, 52_571], // Sacheon
  [53_031, 53_033], // Tongyeong
  [53_089, 53_104],
  [54_000, 54_000], // Gunsan
  [56_347, 56_349], // Buan
  [57_068, 57_069], // Yeonggwang
  [58_760, 58_762], // Mokpo
  [58_800, 58_810], // Sinan
  [58_816, 58_818],
  [58_826, 58_826],
  [58_832, 58_832],
  [58_839, 58_841],
  [58_843, 58_866],
  [58_953, 58_958], // Jindo
  [59_102, 59_103], // Wando
  [59_106, 59_106],
  [59_127, 59_127],
  [59_129, 59_129],
  [59_137, 59_145],
  [59_149, 59_170],
  [59_421, 59_421], // Boseong
  [59_531, 59_531], // Goheung
  [59_551, 59_551],
  [59_563, 59_563],
  [59_568, 59_568],
  [59_650, 59_650], // Yeosu
  [59_766, 59_766],
  [59_781, 59_790],
] as const;
