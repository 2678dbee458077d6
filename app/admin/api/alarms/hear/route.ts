import { hearAlarm } from "@/lib/admin/alarms";
import { deskEndpoint } from "@/lib/admin/endpoint";
import { now } from "@/lib/clock";
import { hearAlarmAtDesk } from "@/lib/contracts/desk/alarms";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  hearAlarmAtDesk,
  async ({ input: { name }, staff, address }) => {
    await hearAlarm(staff, name, { address, now: now() });
    return { body: { name } };
  },
);
