import { AuditFilter } from "@/lib/contracts/desk/lists";
import { searchDoor } from "@/lib/desk/read/search-door";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = searchDoor(
  "/admin/audit",
  "subject",
  AuditFilter,
);
