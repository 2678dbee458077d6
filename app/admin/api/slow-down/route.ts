import { deskEndpoint } from "@/lib/admin/endpoint";
import { slowDown } from "@/lib/admin/slow-down";
import { now } from "@/lib/clock";
import { slowDownAtDesk } from "@/lib/contracts/desk/slow";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  slowDownAtDesk,
  async ({ input: { on }, staff, address }) => {
    const until = await slowDown(staff, on, address, now());
    return { body: { until: until?.toISOString() ?? null } };
  },
);
