import { deskEndpoint } from "@/lib/admin/endpoint";
import { refundByStaff } from "@/lib/admin/refund";
import { answerOfDeskRefund } from "@/lib/admin/refund-answer";
import { refundAtDesk } from "@/lib/contracts/desk/refunds";
import { needsKey } from "@/lib/http/http";
import { accountOf } from "@/lib/payments/engine/refund-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  refundAtDesk,
  async ({ input: { payment, amount, expected_left, reason, account }, staff, address, keyed }) =>
    answerOfDeskRefund(
      await refundByStaff(staff, payment, {
        amount,
        expectedLeft: expected_left,
        reason,
        account: typeof account === "object" ? accountOf(account) : account,
        keyed: needsKey(keyed),
        address,
      }),
    ),
);
