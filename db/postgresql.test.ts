import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import "@/testing/books";
import { latch } from "@/testing/latch";
import { databaseUrl, dialect } from "./columns";
import { settings } from "./schema";
import { db, type Tx, transaction } from "./store";

const write = (tx: Tx, name: string, value = "x") => tx.insert(settings).values({ name, value });
const names = async () => (await db.select().from(settings)).map(({ name }) => name).toSorted();

beforeEach(async () => {
  await transaction((tx) => tx.delete(settings));
});

describe.runIf(dialect === "postgresql")("PostgreSQL", () => {
  const crossed = (code: string) => Object.assign(new Error("crossed"), { code });

  test.each(["40001", "40P01"])("rule 5: %s is tried again, three times, and then thrown", async (code) => {
    let tries = 0;
    const work = (failures: number) => {
      tries = 0;
      return transaction(async (tx) => {
        await write(tx, `${failures}-${tries}`);
        tries += 1;
        if (tries <= failures) throw crossed(code);
        return "done";
      });
    };
    expect(await work(3)).toBe("done");
    expect(tries).toBe(4);
    expect(await names()).toEqual(["3-3"]);
    await expect(work(4)).rejects.toThrow("crossed");
    expect(tries).toBe(4);
    expect(await names()).toEqual(["3-3"]);
  });

  test("any other error is thrown at once", async () => {
    let tries = 0;
    const failing = transaction(async () => {
      tries += 1;
      throw crossed("23505");
    });
    await expect(failing).rejects.toThrow("crossed");
    expect(tries).toBe(1);
  });

  test("two transactions that lock crosswise both finish", async () => {
    await transaction(async (tx) => {
      await write(tx, "a", "0");
      await write(tx, "b", "0");
    });
    const both = [latch(), latch()];
    const lock = (tx: Tx, name: string) =>
      tx
        .update(settings)
        .set({ value: sql`cast(cast(${settings.value} as integer) + 1 as text)` })
        .where(sql`${settings.name} = ${name}`);
    const cross = (mine: number, first: string, second: string) =>
      transaction(async (tx) => {
        await lock(tx, first);
        both[mine]?.open();
        await both[1 - mine]?.opened;
        await lock(tx, second);
      });
    await Promise.all([cross(0, "a", "b"), cross(1, "b", "a")]);
    const rows = await db.select().from(settings);
    expect(rows.map(({ value }) => value)).toEqual(["2", "2"]);
  });

  test("connections that break while idle are replaced", async () => {
    await Promise.all(Array.from({ length: 5 }, () => names()));
    await breakConnections();
    expect(await names()).toEqual([]);
    await transaction((tx) => write(tx, "after"));
    expect(await names()).toEqual(["after"]);
  });

  test("a connection that breaks during a transaction rolls it back, and the next one works", async () => {
    const [wrote, broken] = [latch(), latch()];
    const unit = transaction(async (tx) => {
      await write(tx, "lost");
      wrote.open();
      await broken.opened;
      await write(tx, "never");
    });
    await wrote.opened;
    await breakConnections();
    broken.open();
    await expect(unit).rejects.toThrow();
    expect(await names()).toEqual([]);
    await transaction((tx) => write(tx, "after"));
    expect(await names()).toEqual(["after"]);
  });
});

/** Ends every connection to this database except the current one, as a server restart does. */
const breakConnections = () =>
  query(
    databaseUrl,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
