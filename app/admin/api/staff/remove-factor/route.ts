import { now } from "@/lib/clock";
import { removeFactor as contract } from "@/lib/contracts/desk/account";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { removeFactor } from "@/lib/desk/staff/accounts";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  contract,
  async ({ input, staff, address }) => {
    const { awaitsManager } = await removeFactor(input.id, { by: staff, address, now: now() });
    return { body: { awaits_manager: awaitsManager } };
  },
);
