import { answerOfRefund } from "@/lib/answers/refund";
import { refundAtDesk } from "@/lib/contracts/desk/refunds";
import { refundByStaff } from "@/lib/desk/acts/refund";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { needsKey } from "@/lib/http/http";
import { accountOf } from "@/lib/payments/engine/refund-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  refundAtDesk,
  async ({
    input: {
      payment,
      amount,
      tax_free_amount: taxFree,
      expected_left,
      reason,
      refund_account: account,
      for_approval: forApproval,
    },
    staff,
    address,
    keyed,
  }) =>
    answerOfRefund(
      await refundByStaff(staff, payment, {
        amount,
        taxFree,
        expectedLeft: expected_left,
        reason,
        forApproval,
        account: typeof account === "object" ? accountOf(account) : account,
        keyed: needsKey(keyed),
        address,
      }),
    ),
);
