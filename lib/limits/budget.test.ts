import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { databaseUrl, dialect } from "@/db/columns";
import { settings } from "@/db/schema";
import { fileOf, openHandle } from "@/db/sqlite";
import { closeStore, transaction } from "@/db/store";
import { query } from "@/scripts/kit/test-databases";
import { assertLeft, count, forgive, spend } from "./budget";

const budget = () => ({ name: `b-${randomUUID().slice(0, 8)}`, points: 3, seconds: 60 });
const refusal = {
  code: "too_many_requests",
  details: { headers: { "retry-after": expect.stringMatching(/^([1-9]|[1-5]\d|60)$/) } },
};

const times = async (n: number, work: () => Promise<unknown>) => {
  for (let i = 0; i < n; i++) await work();
};

describe("a budget", () => {
  test("is spent point by point, and then says how long to wait", async () => {
    const three = budget();
    await times(3, () => spend(three, "mina"));
    await expect(spend(three, "mina")).rejects.toMatchObject(refusal);
    await expect(spend(three, "mina")).rejects.toMatchObject(refusal);
  });

  test("belongs to one key and one limit", async () => {
    const three = budget();
    await times(3, () => spend(three, "mina"));
    await spend(three, "junho");
    await spend(budget(), "mina");
  });

  test("is not spent by asking whether something is left", async () => {
    const three = budget();
    await times(5, () => assertLeft(three, "mina"));
    expect([await count(three, "mina"), await count(three, "mina")]).toEqual([1, 2]);
    await assertLeft(three, "mina");
    await count(three, "mina");
    await expect(assertLeft(three, "mina")).rejects.toMatchObject(refusal);
  });

  test("is full again when it is reset", async () => {
    const three = budget();
    await times(3, () => spend(three, "mina"));
    await forgive(three, "mina");
    await times(3, () => spend(three, "mina"));
  });

  test("is shared by many who ask at once", async () => {
    const three = budget();
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => spend(three, "crowd")));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });

  test("outlives the process that counted, since it is in the database", async () => {
    const three = budget();
    await times(3, () => spend(three, "mina"));
    await closeStore();
    await expect(spend(three, "mina")).rejects.toMatchObject(refusal);
  });

  test("stays spent when the transaction beside it is rolled back", async () => {
    const three = budget();
    const undone = transaction(async (tx) => {
      await tx.insert(settings).values({ name: three.name, value: "x" });
      await times(3, () => spend(three, "mina"));
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await expect(spend(three, "mina")).rejects.toMatchObject(refusal);
  });
});

describe("when counting fails", () => {
  let mend = async () => {};
  afterEach(() => mend());

  test("nobody is refused for it, and this process counts by itself", async () => {
    const three = budget();
    await spend(three, "mina");
    mend = await breakCounting();
    await times(3, () => spend(three, "mina"));
    await expect(spend(three, "mina")).rejects.toMatchObject(refusal);
    await assertLeft(budget(), "mina");
    expect(await count(budget(), "mina")).toBe(1);
  });
});

/** Simulates an operator's mistake: the table is gone, or another program has locked the file. */
async function breakCounting(): Promise<() => Promise<void>> {
  if (dialect === "postgresql") {
    await query(databaseUrl, "ALTER TABLE counts RENAME TO elsewhere");
    return async () => {
      await query(databaseUrl, "ALTER TABLE elsewhere RENAME TO counts");
    };
  }
  const other = openHandle(`${fileOf(databaseUrl)}.limits`);
  other.exec("BEGIN IMMEDIATE");
  return async () => {
    other.close();
  };
}
