import { giveUpAtDesk } from "@/lib/contracts/desk/order";
import { giveUpByStaff } from "@/lib/desk/acts/stuck-calls";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  giveUpAtDesk,
  async ({ input: { call, why }, staff, address }) => {
    await giveUpByStaff(staff, call, { why, address });
    return { body: { done: true } };
  },
);
