import type { Staff } from "@/lib/admin/staff";
import type { Role } from "@/lib/contracts/roles";

/** Somebody at the desk. */
export const aMember = (role: Role = "viewer"): Staff => ({
  id: `${role}_1`,
  name: "서지우",
  email: "jiwoo@shop.example",
  role,
});
