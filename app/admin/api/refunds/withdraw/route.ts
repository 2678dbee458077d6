import { withdrawRefund } from "@/lib/admin/approvals";
import { deskEndpoint } from "@/lib/admin/endpoint";
import { answerOfDeskRefund } from "@/lib/admin/refund-answer";
import { now } from "@/lib/clock";
import { withdrawAtDesk } from "@/lib/contracts/desk/refunds";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  withdrawAtDesk,
  async ({ input, staff, address }) =>
    answerOfDeskRefund(await withdrawRefund(staff, input.refund, address, now())),
);
