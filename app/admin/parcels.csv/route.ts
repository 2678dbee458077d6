import { csvOfOrders } from "@/lib/desk/read/csv-route";
import { parcelsCsv } from "@/lib/desk/read/orders-csv";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = csvOfOrders("parcels", parcelsCsv);
