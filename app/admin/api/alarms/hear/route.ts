import { now } from "@/lib/clock";
import { hearAlarmAtDesk } from "@/lib/contracts/desk/alarms";
import { hearAlarm } from "@/lib/desk/acts/alarms";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  hearAlarmAtDesk,
  async ({ input: { name }, staff, address }) => {
    await hearAlarm(staff, name, { address, now: now() });
    return { body: { name } };
  },
);
