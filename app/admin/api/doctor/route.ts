import { diagnoseAtDesk } from "@/lib/contracts/desk/doctor";
import { deskEndpoint } from "@/lib/desk/endpoint";
import { diagnoseFor } from "@/lib/doctor/desk";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = deskEndpoint(
  diagnoseAtDesk,
  async ({ staff }) => {
    const { at, lines } = await diagnoseFor(staff);
    return { body: { at: at.toISOString(), failed: lines.filter(({ is }) => is === "fail").length } };
  },
);
