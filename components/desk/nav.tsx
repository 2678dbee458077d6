"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";

type Place = { page: string; words: string; count: number };

/** The desk's navigation, with how many items wait on each page. On a phone it scrolls sideways. */
export function DeskNav({ label, places }: { label: string; places: Place[] }) {
  const here = usePathname();
  const t = useTranslations("desk.nav");
  return (
    <nav
      aria-label={label}
      className="relative -mx-4 w-[calc(100%+2rem)] overflow-x-auto px-4 sm:mx-0 sm:w-full sm:px-0"
    >
      <ul className="flex gap-1">
        {places.map(({ page, words, count }) => (
          <li key={page}>
            <Link
              href={page}
              prefetch={false}
              aria-current={isHere(here, page) ? "page" : undefined}
              className="flex items-center gap-1.5 border-b-2 border-transparent px-2.5 py-2.5 text-[0.9375rem] font-medium whitespace-nowrap text-soft hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            >
              <span>{words}</span>
              {count > 0 && (
                <span className="min-w-5 rounded-full bg-notice-wash px-1.5 text-center text-xs leading-5 font-semibold text-notice tabular-nums">
                  <span className="sr-only">{t("waits")} </span>
                  <span>{count > 99 ? "99+" : count}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const isHere = (here: string, page: string) =>
  page === "/admin" ? here === page : here === page || here.startsWith(`${page}/`);
