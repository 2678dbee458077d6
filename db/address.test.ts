import fc from "fast-check";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { faultOfAddress } from "@/lib/settings/database-url";

const passwordIn = (url: string) => new pg.Client({ connectionString: url }).password;

describe("an address of PostgreSQL", () => {
  test("with an encoded password is accepted, whatever the password is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (password) => {
        const url = `postgres://shop:${encodeURIComponent(password)}@db.example:5432/shop`;
        expect(faultOfAddress(url)).toBeUndefined();
        expect(passwordIn(url)).toBe(password);
      }),
    );
  });

  test("with an unencoded password means exactly that password, or is refused without showing any of it", () => {
    const special = fc.string({ unit: fc.constantFrom(..."ab1@:/?#[]&=+$!*'(),;. \\\t-é"), minLength: 1 });
    fc.assert(
      fc.property(special, (password) => {
        const url = `postgres://shop:${password}@db.example:5432/shop`;
        const fault = faultOfAddress(url);
        if (fault) expect(fault).toMatch(/percent|%40|several hosts/);
        else expect(passwordIn(url)).toBe(password);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    "postgres://shop:p@db.example/shop",
    "postgresql://shop@db.example/shop?sslmode=verify-full",
    "postgres://shop:p%40ss@[::1]:5432/shop?sslmode=no-verify&application_name=shop",
    "postgres://shop:p@/shop?host=/run/postgresql",
    "postgres://shop:p@%2Frun%2Fpostgresql/shop",
    "postgres:///shop",
    `postgres://shop@db.example/shop?sslmode=verify-full&sslrootcert=${process.execPath}`,
  ])("is accepted: %s", (url) => expect(faultOfAddress(url)).toBeUndefined());

  test.each([
    ["postgres://shop:pa#ss@db.example/shop", /^cannot be read: .*%23 for #/],
    ["postgres://shop:p@ss/w#rd@db.example/shop", /^cannot be read/],
    ["postgres://shop:12/ss@db.example/shop", /^cannot be read/],
    ["postgres://shop:1?ss@db.example/shop", /^cannot be read/],
    ["postgres://shop:pa%ss@db.example/shop", /^cannot be read/],
    ["postgres://shop:p@a:5432,b:5432/shop?target_session_attrs=read-write", /^names several hosts/],
    ["postgres://shop:p@/shop?host=a,b", /^names several hosts/],
    ["postgres://shop:p@db.example/shop?sslmode=strict", /^must say one of these as sslmode: .*no-verify/],
    [
      "postgres://shop:p@db.example/shop?sslmode=verify-full&sslrootcert=/nowhere/secret.pem",
      /^names a file as sslrootcert that cannot be read \(ENOENT\)\.$/,
    ],
  ])("is refused: %s", (url, words) => expect(faultOfAddress(url)).toMatch(words));
});
