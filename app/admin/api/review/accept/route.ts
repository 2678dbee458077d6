import { now } from "@/lib/clock";
import { acceptReviewedAtDesk } from "@/lib/contracts/desk/order";
import { acceptReviewedByStaff } from "@/lib/desk/acts/review";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  acceptReviewedAtDesk,
  async ({ input: { payment, why }, staff, address }) => {
    await acceptReviewedByStaff(staff, payment, { why, address }, now());
    return { body: { done: true } };
  },
);
