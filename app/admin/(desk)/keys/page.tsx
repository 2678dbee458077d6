import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { AddKey } from "@/components/desk/keys/add-key";
import { ConfirmKey } from "@/components/desk/keys/confirm-key";
import { EndKey } from "@/components/desk/keys/end-key";
import { Section } from "@/components/desk/section";
import { moment, plainDay } from "@/components/order/moment";
import { inSeoulTime } from "@/components/order/seoul-time";
import type { KeyCaps } from "@/db/schema";
import { keysAtDesk } from "@/lib/access/api-keys";
import { capsOf } from "@/lib/desk/acts/refund-limits";
import { type Currency, currencies, formatMoney } from "@/lib/money";
import { env } from "@/lib/settings/env";
import { staffHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.keys"))("title") };
}

export default async function KeysPage() {
  const staff = await staffHere("/admin/keys");
  const [t, locale, format, keys] = await Promise.all([
    getTranslations("desk.keys"),
    getLocale(),
    getFormatter().then(inSeoulTime),
    keysAtDesk(staff),
  ]);
  const money = (amounts: Record<Currency, number>) =>
    currencies.map((currency) => formatMoney({ amount: amounts[currency], currency }, locale)).join(", ");
  const told = ({ perOrder, perDay }: KeyCaps) => t("capsOf", { order: money(perOrder), day: money(perDay) });
  const day = (at: Date) => format.dateTime(at, plainDay);
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      {keys.length === 0 && <p className="mt-6">{t("none")}</p>}
      <ul className="mt-6 divide-y divide-line rounded-2xl border border-line px-5 empty:hidden sm:px-6">
        {keys.map(
          ({ id, name, scopes, caps, createdAt, lastUsedAt, revokedAt, awaitsManager, mayConfirm }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-4">
              <div>
                <p className="font-semibold">
                  {name} <span className="font-mono text-sm font-normal text-soft">{id}</span>
                </p>
                <p className="mt-0.5 text-sm text-soft">
                  {[
                    scopes.map((scope) => t(`scope.${scope}`)).join(", "),
                    ...(scopes.includes("refunds:write") ? [told(capsOf({ caps }))] : []),
                    `${t("made")} ${day(createdAt)}`,
                    `${t("used")} ${lastUsedAt ? format.dateTime(lastUsedAt, moment) : t("never")}`,
                    revokedAt ? t("revoked", { at: day(revokedAt) }) : t(awaitsManager ? "waits" : "active"),
                  ].join(" · ")}
                </p>
                {awaitsManager && !revokedAt && !mayConfirm && <p className="mt-1 text-sm">{t("awaits")}</p>}
              </div>
              <div className="flex flex-wrap gap-3 empty:hidden">
                {mayConfirm && <ConfirmKey id={id} name={name} />}
                {!revokedAt && <EndKey id={id} name={name} />}
              </div>
            </li>
          ),
        )}
      </ul>
      <Section id="add" title={t("add")}>
        <AddKey usual={env().keyRefundCaps} />
      </Section>
    </>
  );
}
