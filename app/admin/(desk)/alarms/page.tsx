import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { AlarmsTable } from "@/components/desk/alarms/alarms-table";
import { HearAlarm } from "@/components/desk/alarms/hear-alarm";
import { SilenceAlarm } from "@/components/desk/alarms/silence-alarm";
import { Section } from "@/components/desk/section";
import { moment } from "@/components/order/moment";
import { inSeoulTime } from "@/components/order/seoul-time";
import { Notice } from "@/components/ui/notice";
import { now } from "@/lib/clock";
import { alarmNames } from "@/lib/contracts/alarm-names";
import { mayDo } from "@/lib/contracts/roles";
import { alarmsAtDesk } from "@/lib/desk/acts/alarms";
import { namesOfActors } from "@/lib/desk/staff/people";
import { staffHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists.alarms"))("title") };
}

export default async function AlarmsPage() {
  const staff = await staffHere("/admin/alarms");
  const [t, title, format, people, { rows, silences, heard }] = await Promise.all([
    getTranslations("deskLists.alarms"),
    getTranslations("alarms.names"),
    getFormatter().then(inSeoulTime),
    namesOfActors(),
    alarmsAtDesk(staff, now()),
  ]);
  const may = mayDo(staff.role, "alarms:silence");
  const letters = () => {
    if (heard.emails.length > 0) return [t("heard.letter", { addresses: heard.emails.join(", ") })];
    return heard.letters > 0 ? [t("heard.letters", { n: heard.letters })] : [];
  };
  const sinks = [...(heard.webhook ? [t("heard.webhook")] : []), ...letters()];
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 max-w-3xl text-soft">{t("lead")}</p>
      {sinks.length > 0 ? (
        <p className="mt-3">{t("heard.lead", { sinks: sinks.join(", "), minutes: heard.everyMinutes })}</p>
      ) : (
        <div className="mt-3">
          <Notice look="notice">{t("nobody")}</Notice>
        </div>
      )}
      {rows.length > 0 ? <AlarmsTable rows={rows} /> : <p className="mt-6">{t("none")}</p>}
      <Section id="silences" title={t("silences")}>
        {silences.length === 0 && <p className="mt-3 text-soft">{t("noSilences")}</p>}
        <ul className="mt-3 divide-y divide-line empty:hidden">
          {silences.map(({ name, until, by }) => (
            <li key={name} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div>
                <p className="font-semibold">{title(name)}</p>
                <p className="text-sm text-soft">
                  {t("until", { at: format.dateTime(until, moment), by: people.get(by) ?? by })}
                </p>
              </div>
              {may && <HearAlarm name={name} title={title(name)} />}
            </li>
          ))}
        </ul>
      </Section>
      {may && (
        <Section id="silence" title={t("silence")}>
          <SilenceAlarm alarms={alarmNames.map((name) => ({ name, title: title(name) }))} />
        </Section>
      )}
    </>
  );
}
