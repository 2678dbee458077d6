import { now } from "@/lib/clock";
import { changeStaff as contract } from "@/lib/contracts/desk/account";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { changeStaff } from "@/lib/desk/staff/accounts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input: { id, ...change }, staff, address }) => {
    await changeStaff(id, change, { by: staff, address, now: now() });
    return { body: { done: true } };
  },
);
