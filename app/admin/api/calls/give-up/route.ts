import { deskEndpoint } from "@/lib/admin/endpoint";
import { giveUpByStaff } from "@/lib/admin/stuck-calls";
import { giveUpAtDesk } from "@/lib/contracts/desk/order";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  giveUpAtDesk,
  async ({ input: { call, why }, staff, address }) => {
    await giveUpByStaff(staff, call, { why, address });
    return { body: { done: true } };
  },
);
