import { csvOfOrders } from "@/lib/desk/read/csv-route";
import { ordersCsv } from "@/lib/desk/read/orders-csv";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = csvOfOrders("orders", ordersCsv);
