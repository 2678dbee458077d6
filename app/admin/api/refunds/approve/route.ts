import { approveRefund } from "@/lib/admin/approvals";
import { deskEndpoint } from "@/lib/admin/endpoint";
import { answerOfDeskRefund } from "@/lib/admin/refund-answer";
import { now } from "@/lib/clock";
import { approveAtDesk } from "@/lib/contracts/desk/refunds";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  approveAtDesk,
  async ({ input, staff, address }) =>
    answerOfDeskRefund(await approveRefund(staff, input.refund, address, now())),
);
