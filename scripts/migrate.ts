import "./load-env";
import { migrate } from "@/db/migrate";

await migrate();
