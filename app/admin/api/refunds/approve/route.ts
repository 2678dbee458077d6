import { answerOfRefund } from "@/lib/answers/refund";
import { now } from "@/lib/clock";
import { approveAtDesk } from "@/lib/contracts/desk/refunds";
import { approveRefund } from "@/lib/desk/acts/approvals";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  approveAtDesk,
  async ({ input, staff, address }) =>
    answerOfRefund(await approveRefund(staff, input.refund, address, now())),
);
