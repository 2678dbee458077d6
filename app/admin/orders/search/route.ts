import { OrderFilter } from "@/lib/contracts/desk/orders";
import { searchForm } from "@/lib/desk/read/search-form";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = searchForm("/admin/orders", "q", OrderFilter);
