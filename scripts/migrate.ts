import "./load-env";
import { migrate } from "@/db/migrate";
import { closeStore } from "@/db/store";
import { closeStaff, migrateStaff } from "@/lib/admin/auth";

await migrate(migrateStaff);
await closeStaff();
await closeStore();
