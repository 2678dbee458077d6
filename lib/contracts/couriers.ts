// Browsers load this file too: it is plain data and needs no parser.

/**
 * Where each courier shows a parcel; the tracking number follows. Those in Korea number parcels in digits, and their
 * pages want no dashes.
 */
const pages = {
  cj: "https://trace.cjlogistics.com/next/tracking.html?wblNo=",
  epost: "https://service.epost.go.kr/trace.RetrieveDomRigiTraceList.comm?sid1=",
  hanjin: "https://www.hanjin.com/kor/CMS/DeliveryMgr/WaybillResult.do?mCode=MN038&schLang=KR&wblnumText2=",
  lotte: "https://www.lotteglogis.com/home/reservation/tracking/linkView?InvNo=",
  logen: "https://www.ilogen.com/web/personal/trace/",
  dhl: "https://www.dhl.com/global-en/home/tracking.html?submit=1&tracking-id=",
  ups: "https://www.ups.com/track?tracknum=",
  fedex: "https://www.fedex.com/fedextrack/?trknbr=",
  other: undefined,
} as const;

export type Courier = keyof typeof pages;
export const couriers = Object.keys(pages) as [Courier, ...Courier[]];

/** What a shop sent a parcel with, as far as staff entered it. */
export type Parcel = { courier: Courier | null; trackingNumber: string | null };

/** When an order was shipped, ISO 8601, and with what. */
export type Shipment = Parcel & { shippedAt: string };

/** Where the shopper can follow the parcel; undefined without a number or if the courier has no such page. */
export function trackingLink({ courier, trackingNumber }: Parcel): string | undefined {
  const page = courier && pages[courier];
  return page && trackingNumber ? page + encodeURIComponent(trackingNumber.replaceAll("-", "")) : undefined;
}

/** Matches tracking numbers of all couriers, once spaces are removed. */
export const trackingNumberPattern = /^[A-Za-z0-9-]{5,40}$/;
