import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

/** The selectable ranges in days, as in the address. */
export const ranges = ["7", "30", "90"] as const;
export type Range = (typeof ranges)[number];

/** The choice of days to show. It is in the address, so that it can be sent to a colleague. */
export function RangeChoice({ chosen }: { chosen: Range }) {
  const t = useTranslations("deskFront");
  return (
    <nav aria-label={t("range")}>
      <ul className="flex gap-1 rounded-xl bg-ground p-1">
        {ranges.map((range) => (
          <li key={range}>
            <Link
              href={`/admin?days=${range}`}
              prefetch={false}
              scroll={false}
              aria-current={range === chosen ? "true" : undefined}
              className="block rounded-lg px-3.5 py-2.5 text-sm font-medium whitespace-nowrap text-soft hover:text-ink aria-[current]:bg-white aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:shadow-sm"
            >
              {t("lastDays", { n: range })}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
