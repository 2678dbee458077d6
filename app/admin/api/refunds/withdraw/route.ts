import { answerOfEndedRefund } from "@/lib/answers/refund";
import { now } from "@/lib/clock";
import { withdrawAtDesk } from "@/lib/contracts/desk/refunds";
import { withdrawRefund } from "@/lib/desk/acts/approvals";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  withdrawAtDesk,
  async ({ input, staff, address }) =>
    answerOfEndedRefund(await withdrawRefund(staff, input.refund, address, now())),
);
