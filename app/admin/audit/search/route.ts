import { searchDoor } from "@/lib/admin/read/search-door";
import { AuditFilter } from "@/lib/contracts/desk/lists";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = searchDoor(
  "/admin/audit",
  "subject",
  AuditFilter,
);
