import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import { Books } from "@/components/desk/front/books";
import { Failures } from "@/components/desk/front/failures";
import { Gateways } from "@/components/desk/front/gateways";
import { MoneyOf } from "@/components/desk/front/money";
import { Pages } from "@/components/desk/front/pages";
import { RangeChoice, ranges } from "@/components/desk/front/range";
import { ApprovalRates } from "@/components/desk/front/rates";
import { SlowDown } from "@/components/desk/front/slow-down";
import { Waits } from "@/components/desk/front/waits";
import { moment, plainDay } from "@/components/order/moment";
import { inSeoulTime } from "@/components/order/seoul-time";
import { Link } from "@/components/ui/link";
import { days, later, now } from "@/lib/clock";
import { mayDo } from "@/lib/contracts/roles";
import { slowedUntil } from "@/lib/desk/acts/slow-down";
import { booksHealth } from "@/lib/desk/read/books";
import { figures } from "@/lib/desk/read/figures";
import { gatewayHealth } from "@/lib/desk/read/gateways";
import { deskCounts } from "@/lib/desk/read/lists";
import { ordersPage, workCounts } from "@/lib/desk/read/orders";
import { pagesHealth } from "@/lib/desk/read/pages";
import { type Query, readQuery } from "@/lib/desk/read/query";
import { ratesOf } from "@/lib/desk/read/rates";
import { sumsByCurrency } from "@/lib/desk/read/sums";
import { seoulMidnight, seoulTime } from "@/lib/seoul";
import { env } from "@/lib/settings/env";
import { staffHere } from "./here";

const FrontFilter = z.object({ days: z.enum(ranges).default("30") });

export async function generateMetadata(): Promise<Metadata> {
  const [t, desk] = await Promise.all([getTranslations("deskFront"), getTranslations("desk")]);
  // The desk layout's title template applies to the pages below it, not to the one beside it.
  return { title: { absolute: `${t("title")} · ${desk("title")}` } };
}

export default async function FrontPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere("/admin");
  const { filter } = await readQuery(FrontFilter, searchParams);
  const span = lastDays(Number(filter.days));
  const [from = "", to = ""] = [span.at(0), span.at(-1)];
  const [t, format, counts, toShip, current, last, health, slow, pages, books] = await Promise.all([
    getTranslations("deskFront"),
    getFormatter(),
    deskCounts(staff),
    workCounts(staff).then(({ to_ship }) => to_ship),
    figures(staff, { from, to }),
    figures(staff, daysBefore(from, span.length)),
    gatewayHealth(staff, now()),
    slowedUntil(staff, now()),
    pagesHealth(staff, now()),
    booksHealth(staff, now()),
  ]);
  const sold = current.days;
  const rates = ratesOf(current);
  const sumsBefore = sumsByCurrency(last.days, []);
  const nothing = sold.length === 0 && current.failures.length === 0;
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <Waits counts={counts} toShip={toShip} />
      <Gateways {...health} />
      <Pages {...pages} />
      <Books {...books} />
      {nothing && (await isNew(staff)) ? (
        <div className="py-16 text-center sm:py-24">
          <p className="text-lg font-semibold">{t("new.title")}</p>
          <p className="mx-auto mt-2 max-w-md leading-relaxed text-soft">{t("new.advice")}</p>
          <p className="mt-6">
            <Link href="/" className="action action-quiet">
              {t("new.shop")}
            </Link>
          </p>
        </div>
      ) : (
        <>
          <div className="mt-8 flex flex-wrap items-center justify-between gap-3">
            <p className="text-soft">
              {format.dateTimeRange(seoulMidnight(from), seoulMidnight(to), plainDay)}
            </p>
            <RangeChoice chosen={filter.days} />
          </div>
          <div className="-mt-4">
            {sumsByCurrency(sold, span).map((sums) => (
              <MoneyOf
                key={sums.currency}
                sums={sums}
                before={sumsBefore.find(({ currency }) => currency === sums.currency)?.total}
              />
            ))}
          </div>
          {sold.length === 0 && <p className="py-16 text-center text-soft">{t("nothingSold")}</p>}
          <ApprovalRates rates={rates} before={ratesOf(last)} />
          <Failures failures={rates.reasons} attempts={rates.ended} />
        </>
      )}
      {env().stripe.keys && (
        <SlowDown
          until={slow && inSeoulTime(format).dateTime(slow, moment)}
          may={mayDo(staff.role, "cards:slow")}
        />
      )}
    </>
  );
}

/** The last `n` days in Seoul up to today, such as 2026-11-21. */
const lastDays = (n: number) =>
  Array.from({ length: n }, (_, at) => seoulTime(later(now(), days(at + 1 - n))).slice(0, 10));

/** As many days, up to the one before `from`. */
const daysBefore = (from: string, n: number) => {
  const day = (back: number) => seoulTime(later(seoulMidnight(from), days(-back))).slice(0, 10);
  return { from: day(n), to: day(1) };
};

const isNew = async (staff: Parameters<typeof ordersPage>[0]) =>
  (await ordersPage(staff, {})).rows.length === 0;
