import { now } from "@/lib/clock";
import { settleNeedAtDesk } from "@/lib/contracts/desk/order";
import { settleNeed } from "@/lib/desk/acts/needs";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  settleNeedAtDesk,
  async ({ input: { need, note }, staff, address }) => {
    await settleNeed(staff, need, { note, address }, now());
    return { body: { done: true } };
  },
);
