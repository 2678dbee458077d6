import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Shipment } from "@/lib/contracts/couriers";
import { moment } from "./moment";
import { ParcelLine } from "./parcel-line";
import { useSeoulTime } from "./seoul-time";
import type { Step } from "./steps";

/** How far the order is. */
export function Progress({ steps, shipment }: { steps: Step[]; shipment: Shipment | null }) {
  const t = useTranslations("steps");
  const format = useSeoulTime();
  return (
    <section
      aria-labelledby="progress"
      className="mb-8 rounded-2xl border border-line p-5 sm:p-7 print:hidden"
    >
      <h2 id="progress" className="mb-4 text-lg font-bold">
        {t("title")}
      </h2>
      <ol className="ml-1.5 border-l border-line">
        {steps.map(({ is, at, money }, index) => (
          // A refund's step may be there several times.
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever appended.
          <li key={index} className="relative pb-4 pl-6 last:pb-0">
            <span
              aria-hidden="true"
              className={`absolute top-1.5 -left-[0.41rem] size-3 rounded-full ring-4 ring-white ${at ? "bg-accent" : "border-2 border-edge bg-white"}`}
            />
            <p className={at ? "font-semibold" : "text-soft"}>
              <span>{t(`names.${is}`)}</span>
              {money && (
                <span>
                  {" · "}
                  <Price {...money} />
                </span>
              )}
            </p>
            {is === "shipped" && shipment?.courier && (
              <p className="text-[0.9375rem]">
                <ParcelLine parcel={shipment} />
              </p>
            )}
            {at && (
              <time dateTime={at} className="text-sm text-soft tabular-nums">
                {format.dateTime(new Date(at), moment)}
              </time>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
