import { now } from "@/lib/clock";
import { lookAtDesk } from "@/lib/contracts/desk/settlements";
import { lookAtOrder } from "@/lib/desk/acts/settlements";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  lookAtDesk,
  async ({ input: { order_number }, staff, address }) => ({
    body: { answered: await lookAtOrder(staff, order_number, address, now()) },
  }),
);
