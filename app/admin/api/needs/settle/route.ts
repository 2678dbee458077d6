import { deskEndpoint } from "@/lib/admin/endpoint";
import { settleNeed } from "@/lib/admin/needs";
import { now } from "@/lib/clock";
import { settleNeedAtDesk } from "@/lib/contracts/desk/order";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  settleNeedAtDesk,
  async ({ input: { need, note }, staff, address }) => {
    await settleNeed(staff, need, { note, address }, now());
    return { body: { done: true } };
  },
);
