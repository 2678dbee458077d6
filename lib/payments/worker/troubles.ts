import { claimAlarm, countTrouble, endTrouble, troublesSince } from "@/db/gateway-troubles";
import type { GatewayTrouble } from "@/db/schema";
import { db, type Reader, transaction } from "@/db/store";
import { isOver, raise } from "../../alarms/raise";
import { days, hours, later, minutes } from "../../clock";
import type { AlarmName } from "../../contracts/alarm-names";
import { type Trouble, takeTroubles } from "../../gateways/troubles";

type Kind = GatewayTrouble["kind"];

/** How long after it last occurred a trouble counts as over, in milliseconds. */
const overAfterMs = (kind: Kind) => {
  if (kind === "many_declines") return hours(1);
  return kind.startsWith("silent") ? minutes(5) : days(1);
};

/** How often an ongoing trouble raises its alarm again, in milliseconds. */
const alarmEveryMs = (kind: Kind) => {
  if (kind === "api_version") return Number.POSITIVE_INFINITY;
  return kind.startsWith("refused") ? minutes(1) : hours(1);
};

/** How far the clocks of instances may differ, in milliseconds. A time further ahead came from a wrong clock. */
const clocksDifferMs = minutes(5);

/**
 * Records the troubles that this process met with gateways and webhooks, and raises the alarms. However often a trouble
 * occurs, it takes one row, one write per turn and at most one log line per minute. Returns how many kinds occurred.
 */
export async function writeTroubles(at: Date): Promise<number> {
  const met = takeTroubles();
  for (const trouble of met) {
    // One that began and ended since the last turn is told too.
    if (trouble.count > 0) await count(trouble, at);
    if (trouble.ended) await end(trouble);
  }
  return met.length;
}

async function end(trouble: Trouble) {
  const wasTold = await transaction((tx) => endTrouble(tx, trouble));
  if (!wasTold || !trouble.kind.startsWith("silent")) return;
  const stillSilent = (await troublesNow(db, trouble.at)).some(({ kind }) => kind.startsWith("silent"));
  if (!stillSilent) isOver("gateway_silent", "the gateways answer again");
}

async function count({ gateway, kind, count, at: metAt, detail }: Trouble, at: Date) {
  const name = { gateway, kind };
  const every = alarmEveryMs(kind);
  const since = Number.isFinite(every) ? later(at, -every) : new Date(0);
  const alarm = await transaction(async (tx) => {
    await countTrouble(tx, { ...name, count, at: metAt, detail }, later(at, -overAfterMs(kind)));
    return claimAlarm(tx, name, at, { since, until: later(at, clocksDifferMs) });
  });
  if (alarm)
    raise(
      alarmOf(kind),
      {
        gateway,
        why: kind,
        count: alarm.count,
        since: alarm.since,
        clock_ahead_seconds: detail.clockAheadSeconds,
        version: detail.version,
      },
      words[kind],
    );
}

const alarmOf = (kind: Kind): AlarmName => {
  if (kind === "api_version") return "gateway_version";
  if (kind === "many_declines") return "many_declines";
  return kind.startsWith("refused") ? "webhooks_refused" : "gateway_silent";
};

const words: Record<Kind, string> = {
  silent_ask: "the gateway does not answer requests that change something; they are held back for a while",
  silent_look: "the gateway does not answer questions; they are held back for a while",
  silent_list: "the gateway does not answer requests for its lists; they are held back for a while",
  refused_unsigned: "webhooks were refused: they have no signature",
  refused_signature: "webhooks were refused: the shop's secret does not make their signature",
  refused_old: "webhooks were refused: by the shop's clock they were signed too long ago",
  refused_secret: "webhooks of deposits were refused: they do not name the account's secret",
  many_declines: "many cards were declined within an hour: somebody may be trying stolen ones",
  api_version: "the gateway answers in another version of its API than this release reads",
};

/** The current troubles, as reported by any instance. */
export const troublesNow = async (db: Reader, at: Date) =>
  (await troublesSince(db, later(at, -days(1)))).filter(
    ({ kind, lastAt }) => lastAt > later(at, -overAfterMs(kind)),
  );
