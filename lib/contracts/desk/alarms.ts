import { z } from "zod";
import { alarmNames } from "../alarm-names";
import { deskOperation } from "./operation";

const name = z.enum(alarmNames).describe("The alarm's name");

/** How many hours an alarm can be silenced. */
export const silenceHours = [1, 8, 24, 168] as const;

export const silenceAlarmAtDesk = deskOperation({
  path: "/admin/api/alarms/silence",
  summary: "Silence an alarm for a while",
  ability: "alarms:silence",
  input: z.strictObject({ name, hours: z.literal(silenceHours).describe("For how long") }),
  reply: z.object({ until: z.iso.datetime() }),
  problems: [],
});

export const hearAlarmAtDesk = deskOperation({
  path: "/admin/api/alarms/hear",
  summary: "Stop silencing an alarm",
  ability: "alarms:silence",
  input: z.strictObject({ name }),
  reply: z.object({ name }),
  problems: [],
});
