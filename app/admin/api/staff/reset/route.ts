import { now } from "@/lib/clock";
import { resetStaff as contract } from "@/lib/contracts/desk/account";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { resetStaff } from "@/lib/desk/staff/accounts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input, staff, address }) => {
    const { oneTimePassword, awaitsManager } = await resetStaff(input.id, { by: staff, address, now: now() });
    return { body: { one_time_password: oneTimePassword, awaits_manager: awaitsManager } };
  },
);
