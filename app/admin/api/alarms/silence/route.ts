import { now } from "@/lib/clock";
import { silenceAlarmAtDesk } from "@/lib/contracts/desk/alarms";
import { silenceAlarm } from "@/lib/desk/acts/alarms";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  silenceAlarmAtDesk,
  async ({ input: { name, hours }, staff, address }) => {
    const until = await silenceAlarm(staff, name, hours, { address, now: now() });
    return { body: { until: until.toISOString() } };
  },
);
