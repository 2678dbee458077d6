import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Bank } from "@/components/desk/settlements/bank";
import { Closing } from "@/components/desk/settlements/closing";
import { Differences } from "@/components/desk/settlements/differences";
import { MonthChoice } from "@/components/desk/settlements/month-choice";
import { Owed } from "@/components/desk/settlements/owed";
import { PayoutDays } from "@/components/desk/settlements/payout-days";
import { ReadAgain } from "@/components/desk/settlements/read-again";
import { Reads } from "@/components/desk/settlements/reads";
import { Totals } from "@/components/desk/settlements/totals";
import { now } from "@/lib/clock";
import { maxStatementBytes } from "@/lib/contracts/desk/bank";
import { SettlementFilter } from "@/lib/contracts/desk/settlements";
import { mayDo } from "@/lib/contracts/roles";
import { type Query, readQuery } from "@/lib/desk/read/query";
import { settlementMonth } from "@/lib/desk/read/settlements";
import { namesOfActors } from "@/lib/desk/staff/people";
import { monthAfter, seoulDate } from "@/lib/seoul";
import { staffHere } from "../here";

const path = "/admin/settlements";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskSettlements"))("title") };
}

export default async function SettlementsPage({ searchParams }: { searchParams: Query }) {
  const staff = await staffHere(path);
  const { filter } = await readQuery(SettlementFilter, searchParams);
  const today = seoulDate(now());
  const thisMonth = today.slice(0, 7);
  const month = filter.month ?? thisMonth;
  const [t, people, { totals, days, owed, bank, differences, accepted, more, reads, ...closing }] =
    await Promise.all([
      getTranslations("deskSettlements"),
      namesOfActors(),
      settlementMonth(staff, month, now()),
    ]);
  const closedBy = closing.closing?.closedBy ?? "";
  const isEmpty = totals.length + days.length + owed.length + differences.length === 0;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-2xl font-bold">{t("title")}</h1>
          <p className="mt-1 max-w-2xl text-soft">{t("lead")}</p>
        </div>
        <div className="flex flex-wrap items-start gap-3">
          {mayDo(staff.role, "orders:export") && !isEmpty && (
            // A file, not a page: the browser must download it itself.
            <a href={`${path}.csv?month=${month}`} className="action action-quiet" download>
              {t("csv")}
            </a>
          )}
          {mayDo(staff.role, "orders:export") && !isEmpty && (
            <a href={`${path}.xlsx?month=${month}`} className="action action-quiet" download>
              {t("xlsx")}
            </a>
          )}
          {mayDo(staff.role, "settlements:pull") && <ReadAgain from={`${month}-01`} of="month" />}
        </div>
      </div>
      <div className="mt-6">
        <MonthChoice month={month} newest={monthAfter(thisMonth)} />
      </div>
      {isEmpty ? (
        <p className="py-16 text-center text-soft">{t("none")}</p>
      ) : (
        <>
          <Totals totals={totals} />
          <PayoutDays days={days} month={month} today={today} />
          <Bank
            {...bank}
            upload={mayDo(staff.role, "statements:write") ? { maxBytes: maxStatementBytes } : undefined}
          />
          <Differences
            differences={differences}
            more={more}
            accepted={accepted}
            month={month}
            may={{
              pull: mayDo(staff.role, "settlements:pull"),
              accept: mayDo(staff.role, "differences:accept"),
            }}
            people={people}
          />
          <Owed owed={owed} />
          <Closing
            {...closing}
            month={month}
            may={mayDo(staff.role, "months:close")}
            closedBy={people.get(closedBy) ?? closedBy}
          />
        </>
      )}
      <Reads reads={reads} />
    </>
  );
}
