import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { LookAgain } from "@/components/desk/doctor/look-again";
import { Mark } from "@/components/desk/mark";
import { moment } from "@/components/order/moment";
import { inSeoulTime } from "@/components/order/seoul-time";
import { diagnosisAtDesk } from "@/lib/doctor/desk";
import { staffHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("doctor"))("title") };
}

export default async function DoctorPage() {
  const staff = await staffHere("/admin/doctor");
  const [t, format, last] = await Promise.all([
    getTranslations("doctor"),
    getFormatter().then(inSeoulTime),
    diagnosisAtDesk(staff),
  ]);
  // The stored result may be from another release, with messages that this one does not have.
  const lines =
    last?.lines.filter(({ check, says }) => t.has(`checks.${check}`) && t.has(`said.${says}`)) ?? [];
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      <div className="mt-5 flex flex-wrap items-center gap-4">
        <LookAgain>{t("run")}</LookAgain>
        <p className="text-sm text-soft">
          {last ? t("at", { at: format.dateTime(last.at, moment) }) : t("never")}
        </p>
      </div>
      <ul className="mt-6 divide-y divide-line rounded-2xl border border-line px-5 empty:hidden sm:px-6">
        {lines.map(({ check, is, says, with: named = {} }) => (
          <li
            key={`${check} ${says} ${JSON.stringify(named)}`}
            className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[7rem_9rem_1fr]"
          >
            <p>
              <Mark look={looks[is]}>{t(`is.${is}`)}</Mark>
            </p>
            <p className="font-semibold">{t(`checks.${check}`)}</p>
            <p className="min-w-0 break-words">{t(`said.${says}`, named)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

const looks = { pass: "good", warn: "notice", fail: "danger" } as const;
