import { now } from "@/lib/clock";
import { shipAtDesk } from "@/lib/contracts/desk/order";
import { markShipped } from "@/lib/desk/acts/ship";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  shipAtDesk,
  async ({ input: { order, shipped }, staff, address }) => {
    await markShipped(staff, order, { shipped, address }, now());
    return { body: { done: true } };
  },
);
