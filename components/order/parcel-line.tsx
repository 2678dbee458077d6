import { useTranslations } from "next-intl";
import { type Parcel, trackingLink } from "@/lib/contracts/couriers";

/** The courier and the tracking number, which leads to the courier's page about the parcel. */
export function ParcelLine({ parcel }: { parcel: Parcel }) {
  const t = useTranslations("couriers");
  const { courier, trackingNumber } = parcel;
  const href = trackingLink(parcel);
  return (
    <span>
      {courier && <span>{t(courier)}</span>}
      {courier && trackingNumber && <span> · </span>}
      {trackingNumber &&
        (href ? (
          <a
            href={href}
            target="_blank"
            rel="noreferrer"
            className="text-accent underline underline-offset-2 tabular-nums"
          >
            {trackingNumber}
          </a>
        ) : (
          <span className="tabular-nums">{trackingNumber}</span>
        ))}
    </span>
  );
}
