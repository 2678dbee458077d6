import { deskEndpoint } from "@/lib/admin/endpoint";
import { resetStaff } from "@/lib/admin/people";
import { now } from "@/lib/clock";
import { resetStaff as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input, staff, address }) => {
    const { oneTimePassword, awaitsManager } = await resetStaff(input.id, { by: staff, address, now: now() });
    return { body: { one_time_password: oneTimePassword, awaits_manager: awaitsManager } };
  },
);
