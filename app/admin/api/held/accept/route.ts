import { now } from "@/lib/clock";
import { acceptHeldAtDesk } from "@/lib/contracts/desk/order";
import { acceptHeldByStaff } from "@/lib/desk/acts/held";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  acceptHeldAtDesk,
  async ({ input: { payment, why }, staff, address }) => {
    await acceptHeldByStaff(staff, payment, { why, address }, now());
    return { body: { done: true } };
  },
);
