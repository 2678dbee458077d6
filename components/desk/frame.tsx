import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { TestBanner } from "@/components/frame/test-banner";
import { type DeskPage, deskPages } from "@/lib/contracts/desk/pages";
import { mayDo } from "@/lib/contracts/roles";
import type { Staff } from "@/lib/desk/staff/permissions";
import { shop as shopNow } from "@/lib/shop/shop";
import type { Theme } from "./choices";
import { DeskNav } from "./nav";
import { Shortcuts } from "./shortcuts";
import { SignOut } from "./sign-out";
import { ThemeSwitch } from "./theme-switch";

export type Counts = Partial<Record<DeskPage, number>>;

const daily = [
  ["/admin", "front"],
  ["/admin/orders", "orders"],
  ["/admin/waiting", "waiting"],
  ["/admin/approvals", "approvals"],
  ["/admin/products", "products"],
  ["/admin/settlements", "settlements"],
  ["/admin/cash-receipts", "cashReceipts"],
  ["/admin/inbox", "inbox"],
  ["/admin/alarms", "alarms"],
] as const;

const setup = [
  ["/admin/shop", "shop"],
  ["/admin/staff", "staff"],
  ["/admin/keys", "keys"],
  ["/admin/webhooks", "webhooks"],
  ["/admin/audit", "audit"],
  ["/admin/doctor", "doctor"],
] as const;

type Props = {
  staff: Staff;
  counts: Counts;
  shop: { live: boolean; demo: boolean };
  choices: { theme: Theme; shortcuts: boolean };
  children: ReactNode;
};

/** What surrounds every desk page: navigation, how many items wait there, and who is signed in. */
export async function DeskFrame({ staff, counts, shop, choices, children }: Props) {
  const [t, locale, { shopName }] = await Promise.all([getTranslations("desk"), getLocale(), shopNow()]);
  const groups = [daily, setup].map((places) =>
    places
      .filter(([page]) => mayDo(staff.role, deskPages[page]))
      .map(([page, name]) => ({ page, words: t(`nav.${name}`), count: counts[page] ?? 0 })),
  );
  return (
    <>
      <a href="#content" className="action action-main absolute top-2 left-2 z-20 not-focus:sr-only">
        {t("skip")}
      </a>
      <header className="border-b border-line bg-white print:hidden">
        {shop.live || <TestBanner demo={shop.demo} />}
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 gap-y-1 px-4 pt-3 sm:px-6">
          <p className="min-w-0 text-lg font-bold">
            <span>{shopName[locale]}</span> <span className="font-medium text-soft">{t("title")}</span>
          </p>
          <div className="ml-auto flex flex-wrap items-center justify-end gap-1 text-sm">
            <Shortcuts areOn={choices.shortcuts} />
            <ThemeSwitch theme={choices.theme} />
            <LanguageSwitch />
            <a href="/admin/account" className="rounded-lg px-2 py-2 font-medium hover:bg-ground">
              {staff.name} <span className="text-soft">{t(`roles.${staff.role}`)}</span>
            </a>
            <SignOut words={t("signOut")} />
          </div>
          <DeskNav label={t("nav.label")} groups={groups.filter(({ length }) => length > 0)} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-7xl px-4 py-6 sm:px-6 sm:py-8">
        {children}
      </main>
    </>
  );
}
