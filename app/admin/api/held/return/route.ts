import { deskEndpoint } from "@/lib/admin/endpoint";
import { returnHeldByStaff } from "@/lib/admin/held";
import { now } from "@/lib/clock";
import { returnHeldAtDesk } from "@/lib/contracts/desk/order";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  returnHeldAtDesk,
  async ({ input: { payment, why }, staff, address }) => {
    await returnHeldByStaff(staff, payment, { why, address }, now());
    return { body: { done: true } };
  },
);
