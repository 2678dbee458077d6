import { deskEndpoint } from "@/lib/admin/endpoint";
import { changeStaff } from "@/lib/admin/people";
import { now } from "@/lib/clock";
import { changeStaff as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input: { id, ...change }, staff, address }) => {
    await changeStaff(id, change, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
