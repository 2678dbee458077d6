import { deskEndpoint } from "@/lib/admin/endpoint";
import { acceptHeldByStaff } from "@/lib/admin/held";
import { now } from "@/lib/clock";
import { acceptHeldAtDesk } from "@/lib/contracts/desk/order";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  acceptHeldAtDesk,
  async ({ input: { payment, why }, staff, address }) => {
    await acceptHeldByStaff(staff, payment, { why, address }, now());
    return { body: { done: true } };
  },
);
