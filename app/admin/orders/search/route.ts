import { searchDoor } from "@/lib/admin/read/search-door";
import { OrderFilter } from "@/lib/contracts/desk/orders";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = searchDoor("/admin/orders", "q", OrderFilter);
