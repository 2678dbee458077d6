import { answerOfEndedRefund } from "@/lib/answers/refund";
import { now } from "@/lib/clock";
import { rejectAtDesk } from "@/lib/contracts/desk/refunds";
import { rejectRefund } from "@/lib/desk/acts/approvals";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  rejectAtDesk,
  async ({ input: { refund, why }, staff, address }) =>
    answerOfEndedRefund(await rejectRefund(staff, refund, { why, address }, now())),
);
