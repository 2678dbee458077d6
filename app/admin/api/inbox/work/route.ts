import { now } from "@/lib/clock";
import { workOnInbox } from "@/lib/contracts/desk/inbox";
import { workAgain } from "@/lib/desk/acts/inbox";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  workOnInbox,
  async ({ input, staff, address }) => {
    const { state, note } = await workAgain(staff, input.id, address, now());
    return { body: { state, note } };
  },
);
