import { deskEndpoint } from "@/lib/admin/endpoint";
import { markShipped } from "@/lib/admin/ship";
import { now } from "@/lib/clock";
import { shipAtDesk } from "@/lib/contracts/desk/order";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  shipAtDesk,
  async ({ input: { order, shipped }, staff, address }) => {
    await markShipped(staff, order, { shipped, address }, now());
    return { body: { done: true } };
  },
);
