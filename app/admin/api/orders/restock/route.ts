import { now } from "@/lib/clock";
import { restockAtDesk } from "@/lib/contracts/desk/order";
import { restock } from "@/lib/desk/acts/restock";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { needsKey } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  restockAtDesk,
  async ({ input: { order, lines }, staff, address, keyed }) => {
    await restock(staff, order, { lines, keyed: needsKey(keyed), address }, now());
    return { body: { done: true } };
  },
);
