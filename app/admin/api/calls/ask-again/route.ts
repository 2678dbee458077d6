import { askAgainAtDesk } from "@/lib/contracts/desk/order";
import { askAgainByStaff } from "@/lib/desk/acts/stuck-calls";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  askAgainAtDesk,
  async ({ input, staff, address }) => {
    await askAgainByStaff(staff, input.call, address);
    return { body: { done: true } };
  },
);
