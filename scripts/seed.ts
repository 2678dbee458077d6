import "./load-env";
import { seed } from "@/db/seed";
import { closeStore } from "@/db/store";

await seed();
await closeStore();
