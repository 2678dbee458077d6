import { rejectRefund } from "@/lib/admin/approvals";
import { deskEndpoint } from "@/lib/admin/endpoint";
import { answerOfDeskRefund } from "@/lib/admin/refund-answer";
import { now } from "@/lib/clock";
import { rejectAtDesk } from "@/lib/contracts/desk/refunds";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  rejectAtDesk,
  async ({ input: { refund, why }, staff, address }) =>
    answerOfDeskRefund(await rejectRefund(staff, refund, { why, address }, now())),
);
