import { now } from "@/lib/clock";
import { slowDownAtDesk } from "@/lib/contracts/desk/slow";
import { slowDown } from "@/lib/desk/acts/slow-down";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  slowDownAtDesk,
  async ({ input: { on }, staff, address }) => {
    const until = await slowDown(staff, on, address, now());
    return { body: { until: until?.toISOString() ?? null } };
  },
);
