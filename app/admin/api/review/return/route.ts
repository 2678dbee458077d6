import { now } from "@/lib/clock";
import { returnReviewedAtDesk } from "@/lib/contracts/desk/order";
import { returnReviewedByStaff } from "@/lib/desk/acts/review";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  returnReviewedAtDesk,
  async ({ input: { payment, why }, staff, address }) => {
    await returnReviewedByStaff(staff, payment, { why, address }, now());
    return { body: { done: true } };
  },
);
