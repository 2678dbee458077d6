import { defineConfig } from "drizzle-kit";
import { databaseUrl, dialect } from "./db/columns";

export default defineConfig({
  dialect,
  schema: "./db/schema/index.ts",
  out: `./db/migrations/${dialect}`,
  casing: "snake_case",
  dbCredentials: { url: databaseUrl },
});
