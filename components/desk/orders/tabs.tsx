import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { works } from "@/lib/contracts/desk/orders";

type Work = (typeof works)[number];
type Props = { here: Work | undefined; counts: Record<Work, number> };

/** The lists of orders that staff work through, each with how many wait there, and all orders. */
export function OrderTabs({ here, counts }: Props) {
  const t = useTranslations("deskOrders.tabs");
  const tab = (work: Work | undefined, count: number) => (
    <li key={work ?? "all"}>
      <Link
        href={work ? `/admin/orders?work=${work}` : "/admin/orders"}
        prefetch={false}
        aria-current={here === work ? "page" : undefined}
        className="flex min-h-11 items-center gap-2 rounded-full border border-line px-4 text-[0.9375rem] font-medium whitespace-nowrap text-soft hover:text-ink aria-[current]:border-accent aria-[current]:bg-accent-wash aria-[current]:text-accent-deep"
      >
        <span>{t(work ?? "all")}</span>
        {count > 0 && <span className="tabular-nums">{count > 99 ? "99+" : count}</span>}
      </Link>
    </li>
  );
  return (
    <nav aria-label={t("label")} className="mt-4">
      <ul className="flex flex-wrap gap-2">
        {tab(undefined, 0)}
        {works.map((work) => tab(work, counts[work]))}
      </ul>
    </nav>
  );
}
