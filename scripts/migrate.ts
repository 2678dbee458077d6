import "./load-env";
import { migrate } from "@/db/migrate";
import { migrateStaff } from "@/lib/admin/auth";

await migrate(migrateStaff);
