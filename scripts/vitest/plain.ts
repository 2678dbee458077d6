import { vi } from "vitest";
import { demo } from "../kit/test-databases";
import { limits } from "./limits";

// A file that uses a database after all fails here instead of using someone else's.
Object.assign(process.env, demo, { LOG_LEVEL: "silent", DATABASE_URL: "file:/dev/null/no-database" });

vi.setConfig(limits());
