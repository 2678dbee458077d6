import { deskEndpoint } from "@/lib/admin/endpoint";
import { askAgainByStaff } from "@/lib/admin/stuck-calls";
import { askAgainAtDesk } from "@/lib/contracts/desk/order";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  askAgainAtDesk,
  async ({ input, staff, address }) => {
    await askAgainByStaff(staff, input.call, address);
    return { body: { done: true } };
  },
);
