import { answerOfCapture } from "@/lib/answers/capture";
import { captureAtDesk } from "@/lib/contracts/desk/refunds";
import { captureByStaff } from "@/lib/desk/acts/capture";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { needsKey } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  captureAtDesk,
  async ({ input: { payment, amount }, staff, address, keyed }) =>
    answerOfCapture(await captureByStaff(staff, payment, { amount, keyed: needsKey(keyed), address })),
);
