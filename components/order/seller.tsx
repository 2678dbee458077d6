import { useTranslations } from "next-intl";
import type { Business } from "@/lib/shop/business";
import { useBusinessLines } from "../frame/use-business-lines";

/** The seller, for the printed receipt; on screen the footer shows it. */
export function Seller({ business }: { business: Business }) {
  const t = useTranslations("footer");
  const lines = [
    ...useBusinessLines(business),
    [t("contact"), `${business.phone}, ${business.email}`],
  ] as const;
  return (
    <dl className="hidden grid-cols-[auto_1fr] gap-x-6 gap-y-1 border-t border-line py-5 text-sm print:grid">
      {lines.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
