import { now } from "@/lib/clock";
import { closeMonthAtDesk } from "@/lib/contracts/desk/settlements";
import { closeMonth } from "@/lib/desk/acts/settlements";
import { deskEndpoint } from "@/lib/desk/endpoint";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  closeMonthAtDesk,
  async ({ input: { month }, staff, address }) => {
    const { closedAt } = await closeMonth(staff, month, address, now());
    return { body: { closed_at: closedAt.toISOString() } };
  },
);
