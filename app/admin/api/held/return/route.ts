import { now } from "@/lib/clock";
import { returnHeldAtDesk } from "@/lib/contracts/desk/order";
import { returnHeldByStaff } from "@/lib/desk/acts/held";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  returnHeldAtDesk,
  async ({ input: { payment, why }, staff, address }) => {
    await returnHeldByStaff(staff, payment, { why, address }, now());
    return { body: { done: true } };
  },
);
