import { now } from "@/lib/clock";
import { addStaff as contract } from "@/lib/contracts/desk/account";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { addStaff } from "@/lib/desk/staff/accounts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input, staff, address }) => {
    const { id, oneTimePassword, awaitsManager } = await addStaff(input, { by: staff, address, now: now() });
    return { body: { id, one_time_password: oneTimePassword, awaits_manager: awaitsManager } };
  },
);
