import { OrderFilter } from "@/lib/contracts/desk/orders";
import { searchDoor } from "@/lib/desk/read/search-door";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = searchDoor("/admin/orders", "q", OrderFilter);
