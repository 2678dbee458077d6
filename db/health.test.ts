import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import { databaseUrl, dialect } from "./columns";
import { checkDatabase } from "./health";
import { migrate } from "./migrate";
import { newestKnown, refuseNewer } from "./release";
import { fileOf } from "./sqlite";
import { closeStore } from "./store";

afterAll(closeStore);

test("a database with every migration is ready; one without the newest is not", async () => {
  await checkDatabase();
  await forgetMigrations();
  await expect(checkDatabase()).rejects.toThrow("lacks migrations");
});

test("a newer release's migration leaves a running release ready, but it does not start again", async () => {
  await noteNewerMigration();
  await checkDatabase();
  await expect(migrate()).rejects.toThrow(/newer release.*ALLOW_NEWER_DATABASE=1/s);
  expect(() => refuseNewer(newestKnown)).not.toThrow();
});

const newer = "INSERT INTO %s (hash, created_at) VALUES ('of a later release', 9999999999999)";

async function noteNewerMigration() {
  if (dialect === "postgresql") {
    await query(databaseUrl, newer.replace("%s", "drizzle.__drizzle_migrations"));
    return;
  }
  const file = new Database(fileOf(databaseUrl));
  file.exec(newer.replace("%s", "__drizzle_migrations"));
  file.close();
}

async function forgetMigrations() {
  if (dialect === "postgresql") {
    await query(databaseUrl, "DELETE FROM drizzle.__drizzle_migrations");
    return;
  }
  const file = new Database(fileOf(databaseUrl));
  file.exec("DELETE FROM __drizzle_migrations");
  file.close();
}
