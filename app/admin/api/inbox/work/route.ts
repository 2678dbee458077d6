import { deskEndpoint } from "@/lib/admin/endpoint";
import { workAgain } from "@/lib/admin/inbox";
import { now } from "@/lib/clock";
import { workOnInbox } from "@/lib/contracts/desk/inbox";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  workOnInbox,
  async ({ input, staff, address }) => {
    const { state, note } = await workAgain(staff, input.id, address, now());
    return { body: { state, note } };
  },
);
