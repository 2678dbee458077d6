import { deskEndpoint } from "@/lib/admin/endpoint";
import { diagnoseAtDesk } from "@/lib/contracts/desk/doctor";
import { diagnoseFor } from "@/lib/doctor/desk";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  diagnoseAtDesk,
  async ({ staff }) => {
    const { at, lines } = await diagnoseFor(staff);
    return { body: { at: at.toISOString(), failed: lines.filter(({ is }) => is === "fail").length } };
  },
);
