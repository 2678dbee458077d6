import { AuditFilter } from "@/lib/contracts/desk/lists";
import { searchForm } from "@/lib/desk/read/search-form";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = searchForm(
  "/admin/audit",
  "subject",
  AuditFilter,
);
