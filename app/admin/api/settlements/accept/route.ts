import { now } from "@/lib/clock";
import { acceptDifferenceAtDesk } from "@/lib/contracts/desk/settlements";
import { acceptDifference } from "@/lib/desk/acts/differences";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  acceptDifferenceAtDesk,
  async ({ input: { month, difference: key, note }, staff, address }) => ({
    body: await acceptDifference(staff, { month, key, note, address }, now()),
  }),
);
