import { alarmsSince, deleteSilence, silencesNow, writeSilence } from "@/db/alarms";
import { recordAudit } from "@/db/audit";
import type { AlarmRow } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { days, hours, later } from "../../clock";
import type { AlarmName } from "../../contracts/alarm-names";
import { mayDo } from "../../contracts/roles";
import { env } from "../../settings/env";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

type Moment = { address: string; now: Date };

/** Silences an alarm for `forHours` hours. Returns when the silence ends. Throws forbidden. */
export async function silenceAlarm(
  staff: Staff,
  name: AlarmName,
  forHours: number,
  { address, now }: Moment,
): Promise<Date> {
  assertMay(staff, "alarms:silence");
  const until = later(now, hours(forHours));
  await transaction(async (tx) => {
    const before = await silenceOf(tx, name, now);
    await writeSilence(tx, { name, until, by: actorOf(staff) });
    await recordAudit(tx, {
      actor: actorOf(staff),
      action: "alarm_silenced",
      subject: name,
      detail: { before: { until: before }, after: { until: until.toISOString() } },
      address,
      at: now,
    });
  });
  return until;
}

/** Ends an alarm's silence; what was raised in the meantime is sent too. Throws forbidden. */
export async function hearAlarm(staff: Staff, name: AlarmName, { address, now }: Moment): Promise<void> {
  assertMay(staff, "alarms:silence");
  await transaction(async (tx) => {
    const before = await silenceOf(tx, name, now);
    if (before === null) return;
    await deleteSilence(tx, name);
    await recordAudit(tx, {
      actor: actorOf(staff),
      action: "alarm_heard",
      subject: name,
      detail: { before: { until: before }, after: { until: null } },
      address,
      at: now,
    });
  });
}

const silenceOf = async (tx: Tx, name: AlarmName, now: Date) =>
  (await silencesNow(tx, now)).find((silence) => silence.name === name)?.until.toISOString() ?? null;

/** Whether an alarm was sent: not at all, in part, or in full. */
type Told = { is: "yes"; at: Date } | { is: "held" | "silent" | "no" };

/**
 * The alarms of the last 30 days, which alarms are silenced, and who receives them: addresses only for managers, a
 * number for everybody else. Throws forbidden.
 */
export async function alarmsAtDesk(staff: Staff, now: Date) {
  assertMay(staff, "orders:read");
  const [rows, silences] = await Promise.all([alarmsSince(db, later(now, -days(30))), silencesNow(db, now)]);
  const silent = new Set(silences.map(({ name }) => name));
  const { emails, webhookUrl, everyMinutes } = env().alarms;
  return {
    rows: rows.map((row) => ({ ...row, sent: sentOf(row, silent.has(row.name)) })),
    silences,
    heard: {
      letters: emails.length,
      emails: mayDo(staff.role, "alarms:silence") ? emails : [],
      webhook: webhookUrl !== undefined,
      everyMinutes,
    },
  };
}

function sentOf({ count, told, toldAt }: AlarmRow, isSilent: boolean): Told {
  if (count <= told && toldAt) return { is: "yes", at: toldAt };
  if (isSilent) return { is: "silent" };
  return { is: toldAt ? "held" : "no" };
}
