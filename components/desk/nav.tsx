"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Link } from "@/components/ui/link";

type Place = { page: string; words: string; count: number };

/**
 * The desk's navigation, with how many items wait on each page: the daily work, then what is set up once, on a row of its
 * own if there is no room beside the rest. On a phone it scrolls sideways to the current page, and what goes on beyond the
 * edge fades.
 */
export function DeskNav({ label, groups }: { label: string; groups: Place[][] }) {
  const here = usePathname();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    // Of another page as soon as that is shown.
    if (here)
      strip.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [here]);
  return (
    <nav
      ref={strip}
      aria-label={label}
      className="relative -mx-4 w-[calc(100%+2rem)] overflow-x-auto px-4 max-lg:[mask-image:linear-gradient(to_right,transparent,black_1.5rem,black_calc(100%-2.5rem),transparent)] sm:mx-0 sm:w-full sm:px-0"
    >
      <div className="flex gap-x-1 lg:flex-wrap lg:gap-x-6">
        {groups.map((places) => (
          <ul key={places[0]?.page} className="flex gap-1 lg:gap-0">
            {places.map((place) => (
              <li key={place.page}>
                <PlaceLink {...place} isHere={isHere(here, place.page)} />
              </li>
            ))}
          </ul>
        ))}
      </div>
    </nav>
  );
}

function PlaceLink({ page, words, count, isHere }: Place & { isHere: boolean }) {
  const t = useTranslations("desk.nav");
  return (
    <Link
      href={page}
      prefetch={false}
      aria-current={isHere ? "page" : undefined}
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
  );
}

const isHere = (here: string, page: string) =>
  page === "/admin" ? here === page : here === page || here.startsWith(`${page}/`);
