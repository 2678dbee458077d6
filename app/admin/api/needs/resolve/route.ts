import { now } from "@/lib/clock";
import { resolveNeedAtDesk } from "@/lib/contracts/desk/order";
import { resolveNeed } from "@/lib/desk/acts/needs";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  resolveNeedAtDesk,
  async ({ input: { need, note }, staff, address }) => {
    await resolveNeed(staff, need, { note, address }, now());
    return { body: { done: true } };
  },
);
