import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";

test("an address can name a client certificate instead of a password, and its server is verified", () => {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-certificates-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => {
    writeFileSync(join(folder, name), `the ${name}`);
    return join(folder, name);
  };
  const url = new URL("postgres://shop@db.example/shop?sslmode=verify-full");
  for (const name of ["sslcert", "sslkey", "sslrootcert"]) url.searchParams.set(name, file(name));
  const client = new pg.Client({ connectionString: url.href });
  expect(client.ssl).toMatchObject({ cert: "the sslcert", key: "the sslkey", ca: "the sslrootcert" });
  expect(client.ssl).not.toHaveProperty("rejectUnauthorized");
  expect(client.ssl).not.toHaveProperty("checkServerIdentity");
});
