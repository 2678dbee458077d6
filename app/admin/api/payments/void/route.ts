import { answerOfVoid } from "@/lib/answers/refund";
import { voidAtDesk } from "@/lib/contracts/desk/refunds";
import { voidByStaff } from "@/lib/desk/acts/void";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { needsKey } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  voidAtDesk,
  async ({ input: { payment, reason }, staff, address, keyed }) =>
    answerOfVoid(await voidByStaff(staff, payment, { reason, keyed: needsKey(keyed), address })),
);
