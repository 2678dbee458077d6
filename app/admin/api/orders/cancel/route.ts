import { answerOfCancel } from "@/lib/answers/cancel";
import { now } from "@/lib/clock";
import { endUnpaidAtDesk } from "@/lib/contracts/desk/order";
import { endUnpaidOrder } from "@/lib/desk/acts/end-unpaid";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  endUnpaidAtDesk,
  async ({ input: { order, why }, staff, address }) =>
    answerOfCancel(await endUnpaidOrder(staff, order, { why, address }, now())),
);
