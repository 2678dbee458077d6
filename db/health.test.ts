import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import { databaseUrl, dialect } from "./columns";
import { checkDatabase } from "./health";
import { fileOf } from "./sqlite";
import { closeStore } from "./store";

afterAll(closeStore);

test("a database with every migration is ready; one that lacks the newest is not", async () => {
  await checkDatabase();
  await forgetMigrations();
  await expect(checkDatabase()).rejects.toThrow("lacks migrations");
});

async function forgetMigrations() {
  if (dialect === "postgresql") {
    await query(databaseUrl, "DELETE FROM drizzle.__drizzle_migrations");
    return;
  }
  const file = new Database(fileOf(databaseUrl));
  file.exec("DELETE FROM __drizzle_migrations");
  file.close();
}
