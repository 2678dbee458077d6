import { vi } from "vitest";
import { demo } from "../kit/test-databases";
import { limits } from "./limits";

// A file that reaches a database after all fails here instead of using somebody's.
Object.assign(process.env, demo, { LOG_LEVEL: "silent", DATABASE_URL: "file:/dev/null/no-database" });

vi.setConfig(limits());
